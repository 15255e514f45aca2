package dev.skep.model;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a job runs that does not run on change.
 *
 * @param zone whose clocks the slots are told by
 * @param concurrency what a slot means that comes while a run is not over
 * @param startingDeadline how late a run may begin after its slot; empty: however late
 * @param history how many of its runs are remembered
 */
public record Schedule(
    Cron cron,
    ZoneId zone,
    Concurrency concurrency,
    Optional<Duration> startingDeadline,
    History history) {

  /** Never two at once: one of the two has to give way. */
  public enum Concurrency {
    /** The slot: it is missed, and made up for after the run if it is not too late then. */
    FORBID,
    /** The run: it is stopped, and the slot's begins when it is seen gone. */
    REPLACE
  }

  /** How many runs of each kind are remembered, the newest; the newest one always is. */
  public record History(int succeeded, int failed) {
    public static final History DEFAULT = new History(20, 20);

    public History {
      if (succeeded < 0 || failed < 0) throw new IllegalArgumentException("history below zero");
    }
  }

  /** As one remembers that says nothing of it. */
  public Schedule(
      Cron cron, ZoneId zone, Concurrency concurrency, Optional<Duration> startingDeadline) {
    this(cron, zone, concurrency, startingDeadline, History.DEFAULT);
  }

  /** What its slots depend on. */
  public String slots() {
    return cron.text() + " " + zone;
  }

  /** The next slot after a moment. */
  public Optional<Instant> next(Instant after) {
    return cron.next(after, zone);
  }

  /** So many of the next slots; fewer, if there are no more. */
  public List<Instant> next(Instant after, int most) {
    return Stream.iterate(next(after), Optional::isPresent, slot -> next(slot.orElseThrow()))
        .limit(most)
        .map(Optional::orElseThrow)
        .toList();
  }

  /**
   * The slot that is to run now, if any: the latest one, if it is not too late for it.
   *
   * @param passed up to when slots are done with
   */
  public Optional<Instant> due(Instant passed, Instant now) {
    return cron.latest(passed, now, zone)
        .filter(slot ->
            startingDeadline.filter(late -> slot.plus(late).isBefore(now)).isEmpty());
  }

  /** How many slots were missed before one; no more than {@code most}. */
  public int missed(Instant passed, Instant slot, int most) {
    return cron.count(passed, slot, zone, most);
  }
}
