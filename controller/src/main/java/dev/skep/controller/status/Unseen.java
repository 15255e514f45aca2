package dev.skep.controller.status;

import dev.skep.model.Condition;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.SwarmFault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be said of a stack while the engine does not answer: nothing but that, and its past. */
public final class Unseen {
  private Unseen() {}

  /**
   * @param before the last look that succeeded
   * @param seenAt and when that was
   */
  public static StackStatus status(
      String stack,
      String revision,
      Optional<StackStatus> before,
      Optional<Instant> seenAt,
      SwarmFault fault) {
    var last = seenAt
        .map(at -> "; last seen " + at.truncatedTo(ChronoUnit.SECONDS)
            + before
                .map(b -> ", then " + b.phase().name().toLowerCase(Locale.ROOT))
                .orElse(""))
        .orElse("; not seen since Skep started");
    var conditions = Stream.of(
            Condition.Type.READY,
            Condition.Type.RECONCILING,
            Condition.Type.STALLED,
            Condition.Type.HEALTHY,
            Condition.Type.DRIFTED)
        .map(type -> new Condition(type, Condition.Status.UNKNOWN, Reason.ENGINE_UNREACHABLE, ""))
        .toList();
    return new StackStatus(
        stack,
        StackStatus.Phase.UNKNOWN,
        "the engine does not answer: " + fault.message() + last,
        before.flatMap(StackStatus::applied),
        revision,
        conditions,
        List.of(),
        List.of(),
        List.of("see what the engine says: docker node ls   # on a manager"));
  }
}
