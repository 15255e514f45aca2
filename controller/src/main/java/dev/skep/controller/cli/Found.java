package dev.skep.controller.cli;

import dev.skep.controller.print.JobTable;
import dev.skep.controller.print.ScheduleTable;
import dev.skep.controller.print.ServiceTable;
import dev.skep.controller.print.StackTable;
import dev.skep.controller.print.Table;
import dev.skep.controller.status.Listing;
import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.OneShotStatus;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code skep get} has found on the Swarm. */
record Found(Kind kind, List<StackStatus> stacks, List<OneShotStatus> oneShots) {
  enum Kind {
    STACKS,
    STACK,
    SERVICES,
    JOBS,
    SCHEDULES
  }

  boolean none() {
    return stacks.isEmpty() && oneShots.isEmpty();
  }

  /**
   * @param ahead how many of a schedule's next runs are told
   */
  Table table(Instant now, int ahead) {
    return switch (kind) {
      case STACKS, STACK ->
        StackTable.of(stacks, s -> s.applied().map(StackRecord.Applied::at), now);
      case SERVICES -> ServiceTable.of(stacks);
      case JOBS -> JobTable.of(stacks, oneShots, now);
      case SCHEDULES -> ScheduleTable.of(stacks, ahead, now);
    };
  }

  /**
   * One for each line of the table.
   *
   * @param of a stack, or all
   */
  Either<SwarmFault, List<Map<String, Object>>> documents(
      Listing listing, Records records, Optional<String> of) {
    return switch (kind) {
      case STACKS, STACK -> Either.right(listing.stacks(stacks));
      case SERVICES -> Either.right(listing.services(stacks));
      case JOBS, SCHEDULES ->
        records.attempts(of).map((List<AttemptRecord> a) -> listing.jobs(stacks, a, oneShots));
    };
  }

  /** Whether tasks are about to come or to go, which the engine does not announce. */
  boolean moving() {
    var jobs = Stream.concat(
        stacks.stream().flatMap(s -> s.jobs().stream()), oneShots.stream().map(OneShotStatus::row));
    return jobs.map(JobRow::phase).anyMatch(Found::moving)
        || stacks.stream()
            .flatMap(s -> s.services().stream())
            .anyMatch(s -> !s.healthy() || s.running() != s.desired());
  }

  private static boolean moving(JobPhase phase) {
    return switch (phase) {
      case PENDING, STARTING, RUNNING, STOPPING -> true;
      case BLOCKED, BACKING_OFF, UNKNOWN, SUSPENDED, SUCCEEDED, SCHEDULED, FAILED, SUPERSEDED ->
        false;
    };
  }
}
