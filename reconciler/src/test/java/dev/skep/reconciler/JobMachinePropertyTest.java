package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What must hold of the job machine in every history, whatever controllers see late and whatever
 * becomes of their writes. A failure names its seed: replay it with {@code -Dskep.property.seed=N};
 * run more with {@code -Dskep.property.histories=N}.
 */
class JobMachinePropertyTest {
  private static final int STEPS = 90;

  private static LongStream seeds() {
    var one = Long.getLong("skep.property.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.rangeClosed(1, Long.getLong("skep.property.histories", 40_000));
  }

  @Test
  void inEveryHistoryThePromisesHold() {
    var attempts = new LongAdder();
    seeds().parallel().forEach(seed -> attempts.add(history(seed)));
    System.out.println(seeds().count() + " histories of a job: " + attempts + " attempts ran");
    assertThat(attempts.sum()).isPositive();
  }

  private static long history(long seed) {
    var history = new JobHistory(seed);
    int step = 0;
    try {
      while (step < STEPS) {
        step++;
        history.step();
      }
      var end = history.calm();
      if (!JobHistory.RESTS.contains(end.phase()))
        throw new AssertionError("does not come to rest: " + end);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed " + seed + ", step " + step + ": " + e.getMessage() + "\n" + history, e);
    }
    return history.witness().attempts();
  }
}
