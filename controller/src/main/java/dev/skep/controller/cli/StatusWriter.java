package dev.skep.controller.cli;

import dev.skep.controller.source.SourceState;
import dev.skep.controller.source.SourceState.Trouble;
import dev.skep.controller.source.Stacks;
import dev.skep.controller.status.ControllerDocument;
import dev.skep.controller.status.ControllerDocument.Revision;
import dev.skep.controller.status.LogTails;
import dev.skep.controller.status.StatusBoard;
import dev.skep.controller.status.Witness;
import dev.skep.model.DesiredStack;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.OneShotPass;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Keeps the status folder of one running controller, until closed. */
final class StatusWriter implements AutoCloseable {
  private static final int LAST_WRITES_SECONDS = 5;

  private final Instant startedAt = Instant.now();
  private final ExecutorService thread = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("status").daemon().factory());
  private final Swarm.About about;
  private final Lease lease;
  private final StatusBoard board;
  private volatile String source;
  private volatile long epoch = -1;
  private Set<String> stacks = Set.of();

  StatusWriter(
      Path folder, String owner, String source, Swarm.About about, Swarm swarm, Lease lease) {
    var records = new Records(swarm, owner);
    this.source = source;
    this.about = about;
    this.lease = lease;
    this.board = new StatusBoard(
        folder,
        () -> new Witness(owner, lease.holder(), epoch, this.source, Clock.SYSTEM.now()),
        new LogTails(records::log),
        stack -> records.attempts(Optional.of(stack)),
        Clock.SYSTEM,
        thread);
  }

  /** Told of every pass, from several threads. */
  void passed(DesiredStack desired, Either<SwarmFault, Pass> result) {
    noteEpoch();
    if (result.isRight()) board.passed(result.get());
    else board.unseen(desired.name(), desired.revision(), result.getLeft());
  }

  /** Told of every pass over one-shots; what was seen before an engine fell silent stays. */
  void oneShots(Either<SwarmFault, OneShotPass.Pass> result) {
    noteEpoch();
    result.peek(board::oneShots);
  }

  /**
   * Told often: files change only when what they say does, or for the heartbeat.
   *
   * @param ofEngine why nothing can be written now
   * @param known the names of all stacks that there are, in the source or on record; the files of
   *     others go
   */
  void controller(
      SourceState from, Stacks read, Optional<Set<String>> known, Optional<Trouble> ofEngine) {
    source = from.at();
    board.source(from);
    noteEpoch();
    if (known.isPresent() && !known.get().equals(stacks)) {
      stacks = Set.copyOf(known.get());
      board.retain(stacks);
    }
    var faults = new ArrayList<String>();
    ofEngine.ifPresent(t -> faults.add(told("engine", t)));
    from.trouble().ifPresent(t -> faults.add(told("source", t)));
    read.errors().forEach(p -> faults.add(p.toString()));
    if (setBack()) faults.add(LedgerCommand.SET_BACK);
    board.controller(new ControllerDocument.Standing(
        lease.held(),
        lease.held() ? Optional.of(lease.holder()) : lease.otherHolder(),
        startedAt,
        new SkepVersion().getVersion()[0],
        about.engineVersion(),
        about.apiVersion(),
        revision(from),
        new ControllerDocument.Store(about.clusterId(), lease.mark()),
        faults,
        board.phases()));
  }

  private static String told(String of, Trouble trouble) {
    return of + ": " + trouble.message() + " (since " + trouble.since() + ")";
  }

  private boolean setBack() {
    return statuses().stream()
        .flatMap(s -> s.jobs().stream())
        .anyMatch(j -> j.reason() == Reason.LEDGER_SET_BACK);
  }

  /** The last look at every stack. */
  List<StackStatus> statuses() {
    return board.statuses();
  }

  private static Optional<Revision> revision(SourceState from) {
    return from.commit()
        .map(c -> new Revision(c.id(), from.readAt().orElse(c.at()), c.author(), c.subject()));
  }

  /** What is written last is written after the lease was given up, and tells of when it was held. */
  private void noteEpoch() {
    if (lease.epoch() >= 0) epoch = lease.epoch();
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(LAST_WRITES_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
