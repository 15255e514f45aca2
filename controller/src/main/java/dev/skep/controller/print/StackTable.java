package dev.skep.controller.print;

import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.ServiceRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code skep get stacks}. */
public final class StackTable {
  private StackTable() {}

  /**
   * @param since when a stack came to be as it is, where that is known; see {@link Since}
   */
  public static Table of(
      List<StackStatus> stacks, Function<StackStatus, Optional<Instant>> since, Instant now) {
    var table = new Table(
            "NAME", "READY", "PHASE", "APPLIED", "WANTED", "SERVICES", "JOBS", "SINCE", "MESSAGE")
        .spare("READY", "WANTED", "SINCE");
    for (var stack : stacks) {
      var colour = Words.colour(stack.phase());
      table
          .row(stack.stack())
          .cell(Words.ready(stack), colour)
          .cell(Words.camel(stack.phase()), colour)
          .cell(Words.applied(stack))
          .cell(Words.revision(stack.attempted()))
          .cell(tasks(stack))
          .cell(jobs(stack))
          .aging(Ages.since(since.apply(stack), now), "")
          .cell(stack.summary());
    }
    return table;
  }

  private static String tasks(StackStatus stack) {
    if (stack.services().isEmpty()) return "-";
    int running = stack.services().stream().mapToInt(ServiceRow::running).sum();
    int desired = stack.services().stream().mapToInt(ServiceRow::desired).sum();
    return running + "/" + desired;
  }

  private static String jobs(StackStatus stack) {
    if (stack.jobs().isEmpty()) return "-";
    long succeeded = stack.jobs().stream().filter(j -> j.phase().settled()).count();
    return succeeded + "/" + stack.jobs().size();
  }
}
