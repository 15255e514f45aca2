package dev.skep.controller.watch;

import java.time.Duration;

/**
 * When to look again. Of a change of an object the engine tells, of tasks it does not: so while
 * something moves, or has just been announced, it is asked often whether anything is different.
 * When all is quiet it is left in peace, but for a rare look in case an event was lost.
 *
 * <p>Pure; times are a monotonic clock's nanoseconds.
 */
final class Pace {
  /** However many events there are: five looks a second. */
  static final Duration APART = Duration.ofMillis(200);

  /** Events come in bursts; one look serves for all of a burst. */
  static final Duration BURST = Duration.ofMillis(50);

  static final Duration POLL = Duration.ofMillis(400);

  /** How long after an event tasks may begin to move. */
  static final Duration LIVELY = Duration.ofSeconds(5);

  static final Duration QUIET = Duration.ofSeconds(8);

  /** After a look that failed; twice as long after each further one. */
  static final Duration FIRST_RETRY = Duration.ofMillis(500);

  /** What is due. */
  enum What {
    LOOK,
    /** One short call that tells whether a look is worth while. */
    POLL
  }

  /** @param in not negative */
  record Next(What what, Duration in) {}

  private long lookAt;
  private long pollAt;
  private long began;
  private long livelyUntil;
  private boolean moving;
  private int failures;

  /** The first look is due now. */
  Pace(long now) {
    lookAt = now;
    began = now - APART.toNanos();
    livelyUntil = now;
  }

  /** The engine has announced something. */
  void heard(long now) {
    livelyUntil = now + LIVELY.toNanos();
    sooner(now + BURST.toNanos());
  }

  /** A poll has found something different. */
  void moved(long now) {
    sooner(now);
  }

  private void sooner(long at) {
    lookAt = Math.min(lookAt, Math.max(at, began + APART.toNanos()));
    pollAt = lookAt + POLL.toNanos();
  }

  /** A poll has found everything as it was. */
  void still(long now) {
    pollAt = now + POLL.toNanos();
  }

  /**
   * A look is over.
   *
   * @param start when it began
   * @param somethingMoves so that there is more to come, of which no event may tell
   */
  void looked(long start, long now, boolean somethingMoves) {
    failures = 0;
    moving = somethingMoves;
    began = start;
    lookAt = now + QUIET.toNanos();
    pollAt = now + POLL.toNanos();
  }

  /** A look or a poll had no answer. */
  void failed(long start, long now) {
    began = start;
    moving = false;
    livelyUntil = now;
    long wait = FIRST_RETRY.toNanos() << Math.min(failures++, 10);
    lookAt = now + Math.min(wait, QUIET.toNanos());
    pollAt = lookAt;
  }

  Next next(long now) {
    boolean poll = (moving || pollAt < livelyUntil) && pollAt < lookAt;
    long at = poll ? pollAt : lookAt;
    return new Next(poll ? What.POLL : What.LOOK, Duration.ofNanos(Math.max(0, at - now)));
  }
}
