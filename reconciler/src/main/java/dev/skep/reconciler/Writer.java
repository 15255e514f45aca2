package dev.skep.reconciler;

import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Carries out actions: the one place where Skep changes a Swarm. */
final class Writer {
  private final Swarm swarm;
  private final Records records;
  private final String owner;
  private final BooleanSupplier mayWrite;
  private final BiConsumer<String, String> warned;

  /**
   * @param warned told, by stack, of what did not go as it should and holds nothing up
   */
  Writer(
      Swarm swarm,
      Records records,
      String owner,
      BooleanSupplier mayWrite,
      BiConsumer<String, String> warned) {
    this.swarm = swarm;
    this.records = records;
    this.owner = owner;
    this.mayWrite = mayWrite;
    this.warned = warned;
  }

  Either<SwarmFault, Done> write(Action action, DesiredStack stack) {
    if (!mayWrite.getAsBoolean()) return leaseLost();
    return switch (action) {
      case Action.CreateNetwork a ->
        done(swarm.createNetwork(
            a.network().spec().with(List.of("Labels", Labels.OWNER), Tree.of(owner))));
      case Action.CreatePayload a -> createPayload(a);
      case Action.MarkPayload a ->
        swarm.relabelPayload(
            a.payload().kind(),
            a.observed().id(),
            a.observed().version(),
            a.observed().name(),
            labels(a.payload()));
      case Action.CreateService a -> done(swarm.createService(a.spec()));
      case Action.UpdateService a ->
        swarm.updateService(a.observed().id(), a.observed().version(), a.spec());
      case Action.RemoveService a -> gone(swarm.removeService(a.observed().id()));
      case Action.SaveStack a -> save(a, stack);
      case Action.SaveJob a ->
        a.before().isPresent()
            ? records.swapJob(a.before().get(), a.after())
            : records.create(a.after());
      case Action.CreateAttempt a -> done(swarm.createService(a.spec()));
      case Action.StartAttempt a ->
        swarm.updateService(
            a.observed().id(), a.observed().version(), AttemptSpec.started(a.observed()));
      case Action.StopAttempt a ->
        swarm.updateService(
            a.observed().id(), a.observed().version(), AttemptSpec.stopped(a.observed(), a.why()));
      case Action.RecordAttempt a -> records.create(a.record(), log(a, stack));
      case Action.CollectAttempt a -> gone(swarm.removeService(a.observed().id()));
    };
  }

  private static Either<SwarmFault, Done> leaseLost() {
    return Either.left(new SwarmFault.Unreachable("the lease is not ours any more"));
  }

  /** What is told of a revision comes first: the record, once written, is not written again. */
  private Either<SwarmFault, Done> save(Action.SaveStack action, DesiredStack stack) {
    var asked = swarm.images(action.images());
    // Registries may take longer than the lease lasts.
    if (!asked.isEmpty() && !mayWrite.getAsBoolean()) return leaseLost();
    var notes = ImageLock.notes(asked);
    notes.forEach(note -> warned.accept(stack.name(), note));
    var after = action.after().locking(ImageLock.with(action.after().images(), asked));
    return tell(action, notes, stack)
        .flatMap(done -> action.before().isPresent()
            ? records.swap(action.before().get(), after)
            : records.create(after));
  }

  private Either<SwarmFault, Done> tell(
      Action.SaveStack action, List<String> notes, DesiredStack stack) {
    if (action.receipt().isPresent())
      return records.create(action.receipt().get().with(notes));
    if (!action.settles()) return Either.right(Done.DONE);
    return records.keep(stack, action.after()).flatMap(done -> records.inPlace(action.after()));
  }

  private Either<SwarmFault, Done> createPayload(Action.CreatePayload action) {
    var payload = action.payload();
    return done(swarm.createPayload(
        payload.kind(), action.name(), labels(payload), payload.content(), payload.extra()));
  }

  private Map<String, String> labels(DesiredPayload payload) {
    var labels = new TreeMap<>(payload.labels());
    labels.put(Labels.OWNER, owner);
    labels.put(Labels.PAYLOAD, payload.hash());
    return labels;
  }

  /** A log that cannot be had must not keep the end of the attempt from being recorded. */
  private List<String> log(Action.RecordAttempt action, DesiredStack stack) {
    if (action.observed().isEmpty() || action.logLines() == 0) return List.of();
    return AttemptLog.of(
            swarm, action.observed().get(), action.logLines(), lines -> masked(lines, stack))
        .getOrElseGet(fault -> List.of("(no log: " + fault.message() + ")"));
  }

  private static List<String> masked(List<String> lines, DesiredStack stack) {
    var masked = Masker.of(stack.payloads()).lines(lines);
    var hashes = onlyHashes(stack);
    return hashes.isEmpty() ? masked : new HashMasker(hashes).lines(masked);
  }

  /** Of a revision that was kept, it may be unknown what its secrets hold. */
  private static List<String> onlyHashes(DesiredStack stack) {
    return stack.payloads().stream()
        .filter(p -> p.kind() == DesiredPayload.Kind.SECRET && !p.known())
        .map(DesiredPayload::hash)
        .toList();
  }

  private static Either<SwarmFault, Done> done(Either<SwarmFault, String> created) {
    return created.map(id -> Done.DONE);
  }

  /** What is to be removed and is not there is removed. */
  static Either<SwarmFault, Done> gone(Either<SwarmFault, Done> removed) {
    return Optional.of(removed)
        .filter(r -> r.isLeft() && r.getLeft() instanceof SwarmFault.Absent)
        .map(r -> Either.<SwarmFault, Done>right(Done.DONE))
        .orElse(removed);
  }
}
