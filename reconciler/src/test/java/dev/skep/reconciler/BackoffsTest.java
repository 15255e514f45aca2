package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.JobPolicy.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffsTest {
  private static final Backoff POLICY =
      new Backoff(Duration.ofSeconds(3), 2, Duration.ofMinutes(5));

  @Test
  void growsByItsFactorUpToItsCap() {
    for (int failures = 1; failures < 2000; failures++) {
      double curve = Math.min(3_000 * Math.pow(2, failures - 1), 300_000);
      assertThat((double) Backoffs.after(POLICY, failures, "run").toMillis())
          .isBetween(curve * 0.9 - 1, curve * 1.1 + 1);
    }
  }

  @Test
  void comesOutTheSameAfterARestart() {
    assertThat(Backoffs.after(POLICY, 4, "run")).isEqualTo(Backoffs.after(POLICY, 4, "run"));
  }

  @Test
  void spreadsRunsApartAtTheCapToo() {
    assertThat(IntStream.range(0, 100)
            .mapToObj(i -> Backoffs.after(POLICY, 50, "run" + i))
            .distinct())
        .hasSizeGreaterThan(50);
  }

  @Test
  void isConstantWithAFactorOfOne() {
    var constant = new Backoff(Duration.ofSeconds(3), 1, Duration.ofMinutes(5));
    assertThat(Backoffs.after(constant, 9, "run").toMillis()).isBetween(2_700L, 3_300L);
  }

  @Test
  void isNothingWithADelayOfNothing() {
    var none = new Backoff(Duration.ZERO, 2, Duration.ofMinutes(5));
    assertThat(Backoffs.after(none, 3, "run")).isZero();
  }

  @Test
  void aClockThatJumpsNeitherShortensNorStretchesAWaitBeyondItself() {
    var now = Instant.parse("2026-03-01T12:00:00Z");
    var wait = Duration.ofSeconds(10);
    assertThat(Backoffs.remaining(wait, now.plusSeconds(3600), now)).isEqualTo(wait);
    assertThat(Backoffs.remaining(wait, now.minusSeconds(3600), now)).isZero();
    assertThat(Backoffs.remaining(wait, now.minusSeconds(4), now)).isEqualTo(Duration.ofSeconds(6));
  }
}
