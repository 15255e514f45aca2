package dev.skep.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a job is run, retried and given up, and how long its traces stay.
 *
 * @param retry false: one attempt only
 * @param backoffLimit counted failures allowed before the run has failed; empty: unlimited.
 *     Total attempts are one more, as with Swarm's {@code max_attempts}
 * @param backoff the pause between attempts
 * @param exitCodes what certain exit codes mean
 * @param limits how long things may take
 * @param onNodeLost what to do when nobody can know how an attempt ended
 * @param onNewRevision what becomes of a running attempt when its run is no longer wanted
 * @param suspend no attempt is begun, a running one is stopped
 * @param runOn the parts of which a change is a new run; all, unless narrowed
 * @param keep how long traces stay
 * @param schedule when it runs; empty: when what it does has changed
 */
public record JobPolicy(
    boolean retry,
    OptionalInt backoffLimit,
    Backoff backoff,
    ExitCodes exitCodes,
    Limits limits,
    NodeLost onNodeLost,
    NewRevision onNewRevision,
    boolean suspend,
    Set<RunPart> runOn,
    Keep keep,
    Optional<Schedule> schedule) {

  /** Exponential pause: {@code first * factor^(failures-1)}, at most {@code cap}. */
  public record Backoff(Duration first, double factor, Duration cap) {
    public static final Backoff DEFAULT =
        new Backoff(Duration.ofSeconds(5), 2, Duration.ofMinutes(5));

    public Backoff {
      if (first.isNegative()) throw new IllegalArgumentException("backoff below zero");
      if (factor < 1) throw new IllegalArgumentException("backoff factor below 1");
      if (cap.compareTo(first) < 0) cap = first;
    }
  }

  /**
   * @param deadline for a whole run, from its first attempt on; over it the run has failed
   * @param attempt for one attempt, from when it runs; over it the attempt has failed
   * @param start how long an attempt may stay before running until the job counts as stalled
   */
  public record Limits(Optional<Duration> deadline, Optional<Duration> attempt, Duration start) {
    public static final Limits DEFAULT =
        new Limits(Optional.empty(), Optional.empty(), Duration.ofMinutes(10));
  }

  /**
   * @param after how long it must have been lost before it is tried again; zero unless RETRY
   */
  public record NodeLost(Kind kind, Duration after) {
    public enum Kind {
      /** For the node, or for a person. */
      WAIT,
      /** Another attempt after a time. */
      RETRY,
      /** The run has failed. */
      FAIL
    }

    public static final NodeLost WAIT = new NodeLost(Kind.WAIT, Duration.ZERO);
    public static final NodeLost FAIL = new NodeLost(Kind.FAIL, Duration.ZERO);
  }

  /** What becomes of an attempt whose run is no longer wanted. */
  public enum NewRevision {
    /** It ends by itself. */
    WAIT,
    /** It is stopped. */
    CANCEL
  }

  /**
   * @param afterSuccess how long the service of a successful attempt stays
   * @param afterFailure how long the service of a failed attempt stays
   * @param logTail lines of log kept with each attempt
   */
  public record Keep(Duration afterSuccess, Duration afterFailure, int logTail) {
    public static final Keep DEFAULT = new Keep(Duration.ofMinutes(10), Duration.ofDays(7), 100);

    public Keep {
      if (logTail < 0) throw new IllegalArgumentException("logTail below zero");
    }
  }

  public static final JobPolicy DEFAULT = new JobPolicy(
      true,
      OptionalInt.empty(),
      Backoff.DEFAULT,
      ExitCodes.NONE,
      Limits.DEFAULT,
      NodeLost.WAIT,
      NewRevision.WAIT,
      false,
      EnumSet.allOf(RunPart.class),
      Keep.DEFAULT,
      Optional.empty());

  public JobPolicy {
    if (backoffLimit.isPresent() && backoffLimit.getAsInt() < 0) {
      throw new IllegalArgumentException("backoffLimit below zero");
    }
    if (runOn.isEmpty()) throw new IllegalArgumentException("runOn names no part");
    // In their own order, whatever order they come in: the policy is part of a revision.
    runOn = Collections.unmodifiableSet(EnumSet.copyOf(runOn));
  }

  /** As this one, with other rules of retrying. */
  public JobPolicy retrying(boolean again, OptionalInt limit, Backoff pause) {
    return with(parts -> {
      parts.retry = again;
      parts.backoffLimit = limit;
      parts.backoff = pause;
    });
  }

  public JobPolicy with(ExitCodes codes) {
    return with(parts -> parts.exitCodes = codes);
  }

  public JobPolicy with(Limits other) {
    return with(parts -> parts.limits = other);
  }

  public JobPolicy with(NodeLost other) {
    return with(parts -> parts.onNodeLost = other);
  }

  public JobPolicy with(NewRevision other) {
    return with(parts -> parts.onNewRevision = other);
  }

  public JobPolicy with(Keep other) {
    return with(parts -> parts.keep = other);
  }

  public JobPolicy suspended(boolean held) {
    return with(parts -> parts.suspend = held);
  }

  public JobPolicy runningOn(Set<RunPart> some) {
    return with(parts -> parts.runOn = some);
  }

  /** As this one, running at its slots. */
  public JobPolicy at(Schedule times) {
    return with(parts -> parts.schedule = Optional.of(times));
  }

  private JobPolicy with(Consumer<Parts> change) {
    var parts = new Parts(this);
    change.accept(parts);
    return parts.policy();
  }

  /** What a policy is made of, to change some of it. */
  private static final class Parts {
    private boolean retry;
    private OptionalInt backoffLimit;
    private Backoff backoff;
    private ExitCodes exitCodes;
    private Limits limits;
    private NodeLost onNodeLost;
    private NewRevision onNewRevision;
    private boolean suspend;
    private Set<RunPart> runOn;
    private Keep keep;
    private Optional<Schedule> schedule;

    Parts(JobPolicy from) {
      retry = from.retry;
      backoffLimit = from.backoffLimit;
      backoff = from.backoff;
      exitCodes = from.exitCodes;
      limits = from.limits;
      onNodeLost = from.onNodeLost;
      onNewRevision = from.onNewRevision;
      suspend = from.suspend;
      runOn = from.runOn;
      keep = from.keep;
      schedule = from.schedule;
    }

    JobPolicy policy() {
      return new JobPolicy(
          retry,
          backoffLimit,
          backoff,
          exitCodes,
          limits,
          onNodeLost,
          onNewRevision,
          suspend,
          runOn,
          keep,
          schedule);
    }
  }

  /** Part of what a revision is told by: what is new and not used is not told. */
  @Override
  public String toString() {
    var told = new ArrayList<>(runOn);
    if (runOn.equals(DEFAULT.runOn())) told.remove(RunPart.TASKS);
    return "JobPolicy[retry=" + retry
        + ", backoffLimit=" + backoffLimit
        + ", backoff=" + backoff
        + ", exitCodes=" + exitCodes
        + ", limits=" + limits
        + ", onNodeLost=" + onNodeLost
        + ", onNewRevision=" + onNewRevision
        + ", suspend=" + suspend
        + ", runOn=" + told
        + ", keep=" + keep
        + schedule.map(s -> ", schedule=" + s).orElse("")
        + "]";
  }

  /** Whether a run with this many counted failures may be tried again. */
  public boolean allowsRetryAfter(int failures) {
    return retry && (backoffLimit.isEmpty() || failures <= backoffLimit.getAsInt());
  }

  /** How many counted attempts a run may have; empty: unlimited. */
  public OptionalInt attemptsAllowed() {
    if (!retry) return OptionalInt.of(1);
    return backoffLimit.isPresent()
        ? OptionalInt.of(backoffLimit.getAsInt() + 1)
        : OptionalInt.empty();
  }
}
