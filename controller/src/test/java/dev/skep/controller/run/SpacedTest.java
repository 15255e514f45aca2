package dev.skep.controller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpacedTest {
  private static final Duration APART = Duration.ofMillis(200);

  private final AtomicInteger done = new AtomicInteger();
  private final Spaced spaced = new Spaced(APART, Runnable::run, done::incrementAndGet);

  @Test
  void theFirstIsDoneAtOnceAndTheOthersTogether() {
    long began = System.nanoTime();
    spaced.ask();
    await().until(() -> done.get() == 1);
    for (int i = 0; i < 1_000; i++) spaced.ask();
    await().until(() -> done.get() == 2);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(APART);
    await().during(APART.multipliedBy(2)).until(() -> done.get() == 2);
  }

  @Test
  void whatIsAskedForLaterIsDoneAgain() {
    for (int i = 1; i <= 3; i++) {
      int times = i;
      spaced.ask();
      await().until(() -> done.get() == times);
    }
  }
}
