package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPolicy;
import dev.skep.model.ObservedService;
import dev.skep.reconciler.OneShotAction.CollectOneShot;
import dev.skep.reconciler.OneShotAction.ForgetOneShot;
import dev.skep.reconciler.OneShotAction.RecordOneShot;
import dev.skep.reconciler.OneShotPass.Outcome;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Carries out what is decided of one-shots: records, and removes those that are still as seen. */
final class OneShotWriter {
  private static final int LOG_LINES = JobPolicy.DEFAULT.keep().logTail();

  private final Swarm swarm;
  private final Records records;
  private final OneShotObserver observer;
  private final BooleanSupplier mayWrite;
  private final Supplier<Masker> masker;

  OneShotWriter(
      Swarm swarm,
      Records records,
      OneShotObserver observer,
      BooleanSupplier mayWrite,
      Supplier<Masker> masker) {
    this.swarm = swarm;
    this.records = records;
    this.observer = observer;
    this.mayWrite = mayWrite;
    this.masker = masker;
  }

  /** Says how each went; a service that is no longer as it was seen is left alone, and not told. */
  List<Outcome> write(List<OneShotAction> actions) {
    var recordings = new ArrayList<RecordOneShot>();
    var collections = new ArrayList<CollectOneShot>();
    var out = new ArrayList<Outcome>();
    for (var action : actions) {
      switch (action) {
        case RecordOneShot a -> recordings.add(a);
        case CollectOneShot a -> collections.add(a);
        case ForgetOneShot a -> out.add(new Outcome(a, forget(a)));
      }
    }
    out.addAll(record(recordings));
    if (!collections.isEmpty()) out.addAll(collect(collections));
    return out;
  }

  /** Side by side: the log of a node that does not answer must not hold up the others' ends. */
  private List<Outcome> record(List<RecordOneShot> actions) {
    var calls = actions.stream()
        .map(a -> (Callable<Outcome>) () -> new Outcome(a, record(a)))
        .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var out = new ArrayList<Outcome>();
      for (var done : threads.invokeAll(calls)) out.add(done.get());
      return out;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Either<SwarmFault, Done> record(RecordOneShot action) {
    var log = log(action.observed());
    return guarded(() -> records.createOneShot(action.end(), log));
  }

  /** A log that cannot be had must not keep the end from being recorded. */
  private List<String> log(ObservedService service) {
    var read = swarm.serviceLog(service.id(), LOG_LINES);
    if (read.isLeft()) return List.of("(no log: " + read.getLeft().message() + ")");
    return masker.get().lines(read.get());
  }

  /** The evidence is looked at once more, and then the services, just before they go. */
  private List<Outcome> collect(List<CollectOneShot> actions) {
    var ends = actions.stream().map(CollectOneShot::end).toList();
    var looked = records.oneShots(ends).flatMap(safe -> {
      var runs = safe.stream().map(AttemptRecord::run).collect(Collectors.toSet());
      var proven = actions.stream().filter(a -> runs.contains(a.end().run())).toList();
      if (proven.size() < actions.size()) observer.recordsLost();
      return observer
          .services()
          .map(now -> proven.stream().filter(a -> asSeen(a.observed(), now)).toList());
    });
    if (looked.isLeft()) {
      return actions.stream()
          .map(a -> new Outcome(a, Either.left(looked.getLeft())))
          .toList();
    }
    return looked.get().stream()
        .map(a -> new Outcome(
            a, guarded(() -> Writer.gone(swarm.removeService(a.observed().id())))))
        .toList();
  }

  private static boolean asSeen(ObservedService seen, List<ObservedService> now) {
    return now.stream()
        .anyMatch(s ->
            s.id().equals(seen.id()) && s.version() == seen.version() && s.runningTasks() == 0);
  }

  private Either<SwarmFault, Done> forget(ForgetOneShot action) {
    return guarded(() -> records.forgetOneShot(action.end()))
        .peek(done -> observer.forgotten(action.end()));
  }

  private Either<SwarmFault, Done> guarded(Supplier<Either<SwarmFault, Done>> write) {
    return mayWrite.getAsBoolean()
        ? write.get()
        : Either.left(new SwarmFault.Unreachable("the lease is not ours any more"));
  }
}
