package dev.skep.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a condition, a phase or an attempt is as it is; prints in CamelCase. */
public enum Reason {
  // A stack and its conditions.
  IN_SYNC,
  APPLYING,
  WAITING_FOR_TASKS,
  ALL_TASKS_RUNNING,
  TASKS_MISSING,
  JOB_FAILED,
  JOB_RUNNING,
  WAITING_FOR_DEPENDENCY,
  NOT_OURS,
  PRUNE_HELD,
  REJECTED_BY_ENGINE,
  ORPHANED,
  /** It was adopted, and what differs is left as it is until somebody says that it is meant. */
  REPORT_ONLY,
  /** By order it has another revision than its source says. */
  PINNED,
  /** Somebody has changed what is ours, and the manifest leaves it so. */
  CHANGED_OUTSIDE,
  /** Somebody undoes again and again what was put right. */
  CONTESTED,
  /** A service is unwell for longer than it may be. */
  PROGRESS_DEADLINE_EXCEEDED,
  ENGINE_UNREACHABLE,
  // A job and its attempts.
  FROM_RECORD,
  COMPLETED,
  EXIT_CODE,
  BACKOFF_LIMIT_EXCEEDED,
  BACKING_OFF,
  STILL_FAILING,
  STARTING,
  RUNNING,
  NOT_STARTED,
  IMAGE_UNAVAILABLE,
  UNSCHEDULABLE,
  STOPPING,
  SUPERSEDED,
  EXIT_CODE_POLICY,
  DEADLINE_EXCEEDED,
  ATTEMPT_TIMED_OUT,
  CANCELLED,
  SUSPENDED,
  FOREIGN_ATTEMPT_RUNNING,
  NEEDS_BASELINE,
  /** Somebody else's run of the same work was taken over. */
  ADOPTED,
  INTERRUPTED,
  /** A person said how it ended. */
  RESOLVED,
  NODE_LOST,
  VANISHED,
  LEDGER_LOST,

  /** The Swarm's store was put back to an earlier time: what was done since is not known. */
  LEDGER_SET_BACK,
  NAME_CONFLICT,
  WAITING_FOR_GATE,
  /** Another program would run it by the same labels. */
  OTHER_SCHEDULER,
  WAITING_FOR_SLOT;

  /** {@code BACKOFF_LIMIT_EXCEEDED} prints as {@code BackoffLimitExceeded}. */
  public String text() {
    return Arrays.stream(name().split("_"))
        .map(w -> w.charAt(0) + w.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  /** The reason that prints so. */
  public static Optional<Reason> of(String text) {
    return Arrays.stream(values()).filter(r -> r.text().equals(text)).findFirst();
  }
}
