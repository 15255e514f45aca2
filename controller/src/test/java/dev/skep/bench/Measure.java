package dev.skep.bench;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * How long something took, and what it asked of the engine.
 *
 * @param calls -1 where nobody counted
 */
record Measure(Duration time, long calls, long writes) {

  static Measure of(Callable<?> work) {
    return of(work, () -> 0, () -> 0).uncounted();
  }

  static Measure of(Callable<?> work, LongSupplier calls, LongSupplier writes) {
    long callsBefore = calls.getAsLong();
    long writesBefore = writes.getAsLong();
    long from = System.nanoTime();
    try {
      work.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    var time = Duration.ofNanos(System.nanoTime() - from);
    return new Measure(time, calls.getAsLong() - callsBefore, writes.getAsLong() - writesBefore);
  }

  Measure lasting(Duration instead) {
    return new Measure(instead, calls, writes);
  }

  /** The one in the middle of five. */
  static Measure median(Callable<Measure> once) {
    return median(5, once);
  }

  /** The one in the middle of so many. */
  static Measure median(int many, Callable<Measure> once) {
    List<Measure> all = Stream.generate(() -> {
          try {
            return once.call();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        })
        .limit(many)
        .sorted(Comparator.comparing(Measure::time))
        .toList();
    return all.get(all.size() / 2);
  }

  Measure uncounted() {
    return new Measure(time, -1, -1);
  }

  double over(Measure yardstick) {
    return (double) time.toNanos() / yardstick.time.toNanos();
  }
}
