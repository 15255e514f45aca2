package dev.skep.reconciler;

import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A task in the fake engine's store.
 *
 * @param slot the replica's number, or the node of a global service
 * @param service the whole spec that it was made from
 * @param due when it next changes by itself
 * @param stopping a stop was asked for, and {@code due} is its end
 */
record FakeTask(
    String id,
    String serviceId,
    String slot,
    Tree.Obj service,
    Optional<String> node,
    TaskState state,
    String desired,
    String message,
    Optional<String> error,
    OptionalInt exitCode,
    boolean contained,
    Instant createdAt,
    Instant since,
    Optional<Instant> due,
    boolean stopping) {

  private static final String NODE = "node:";

  /** The task of a global service is its node's from the beginning. */
  static FakeTask made(
      String id, FakeService service, String slot, Instant now, Instant notBefore) {
    return new FakeTask(
        id,
        service.id(),
        slot,
        service.spec(),
        Optional.of(slot).filter(s -> s.startsWith(NODE)).map(s -> s.substring(NODE.length())),
        TaskState.PENDING,
        service.job() ? "complete" : "running",
        "pending task scheduling",
        Optional.empty(),
        OptionalInt.empty(),
        false,
        now,
        now,
        Optional.of(notBefore),
        false);
  }

  boolean wanted() {
    return desired.equals("running") || desired.equals("complete");
  }

  boolean alive() {
    return contained && !state.terminal();
  }

  FakeTask wanting(String newDesired) {
    return new FakeTask(
        id,
        serviceId,
        slot,
        service,
        node,
        state,
        newDesired,
        message,
        error,
        exitCode,
        contained,
        createdAt,
        since,
        due,
        stopping);
  }

  FakeTask stoppingBy(Instant end) {
    return new FakeTask(
        id,
        serviceId,
        slot,
        service,
        node,
        state,
        desired,
        message,
        error,
        exitCode,
        contained,
        createdAt,
        since,
        Optional.of(end),
        true);
  }

  FakeTask unplaced(String complaint) {
    return new FakeTask(
        id,
        serviceId,
        slot,
        service,
        node,
        state,
        desired,
        message,
        Optional.of(complaint),
        exitCode,
        contained,
        createdAt,
        since,
        due,
        stopping);
  }

  FakeTask placed(String nodeId, Instant now, Instant start) {
    return new FakeTask(
        id,
        serviceId,
        slot,
        service,
        Optional.of(nodeId),
        TaskState.STARTING,
        desired,
        "starting",
        Optional.empty(),
        exitCode,
        contained,
        createdAt,
        now,
        Optional.of(start),
        stopping);
  }

  FakeTask running(Instant now, Optional<Instant> end) {
    return new FakeTask(
        id,
        serviceId,
        slot,
        service,
        node,
        TaskState.RUNNING,
        desired,
        "started",
        Optional.empty(),
        exitCode,
        true,
        createdAt,
        now,
        end,
        stopping);
  }

  FakeTask ended(
      TaskState end, OptionalInt code, String word, Optional<String> complaint, Instant now) {
    return new FakeTask(
        id,
        serviceId,
        slot,
        service,
        node,
        end,
        desired,
        word,
        complaint,
        code,
        contained,
        createdAt,
        now,
        Optional.empty(),
        false);
  }

  /** Of a global service. */
  boolean ofNode() {
    return slot.startsWith(NODE);
  }

  Tree.Obj spec() {
    return service.object("TaskTemplate");
  }

  /** A job's slots count from 0, a service's from 1; a global service has nodes instead. */
  private long slotNumber() {
    if (ofNode()) return 0;
    int of = slot.indexOf('/');
    return of < 0 ? Long.parseLong(slot) : Long.parseLong(slot.substring(of + 1)) - 1;
  }

  private long iteration() {
    int of = slot.indexOf('/');
    return of < 0 ? 0 : Long.parseLong(slot.substring(0, of));
  }

  ObservedTask observed() {
    return new ObservedTask(
        id,
        serviceId,
        node,
        state,
        desired,
        message,
        error,
        exitCode,
        contained ? Optional.of("container-" + id) : Optional.empty(),
        createdAt,
        since,
        spec(),
        slotNumber(),
        iteration());
  }
}
