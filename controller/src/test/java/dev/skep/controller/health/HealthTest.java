package dev.skep.controller.health;

import static dev.skep.controller.health.VitalSamples.PULSE;
import static dev.skep.controller.health.VitalSamples.leading;
import static dev.skep.controller.health.VitalSamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.reconciler.Pulse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @Test
  void tellsHowItGetsOn() {
    assertThat(Health.of(leading()).text()).isEqualTo("""
        healthy
        source infra: looked at 1s ago
        passes: one began or ended 0.4s ago; 1 under way, 0 due
        lease: ours, epoch 7; gone for 1.5s ago
        """);
  }

  @Test
  void anEngineThatIsAwayIsNoReasonForARestart() {
    assertThat(Health.of(waiting()).text()).isEqualTo("""
        healthy
        source infra: looked at 1s ago
        engine: waiting for it: nothing listens at tcp://x
        """);
  }

  @Nested
  class Hangs {
    @Test
    void onePassThatTakesVeryLongBesideOthers() {
      var pulse = new Pulse(3, SHORT, SHORT, Map.of("stack shop", Duration.ofMinutes(6)));
      hangs(
          leading(pulse),
          "hangs: stack shop, which is worked on, since 2026-11-22T11:54:00Z" + " (6m00s)");
    }

    @Test
    void notAPassThatTakesLong() {
      var pulse = new Pulse(3, SHORT, SHORT, Map.of("stack shop", Duration.ofMinutes(4)));
      assertThat(Health.of(leading(pulse)).good()).isTrue();
    }

    @Test
    void allOfThemAtOnce() {
      var pulse = new Pulse(9, SHORT, Duration.ofMinutes(3), Map.of("stack a", SHORT));
      hangs(
          leading(pulse),
          "hangs: all work: nothing has begun or ended, since" + " 2026-11-22T11:57:00Z (3m00s)");
    }

    @Test
    void theLease() {
      var lease = VitalSamples.lease(Duration.ofMinutes(3), true);
      hangs(
          leading(PULSE, lease),
          "hangs: the renewal of the lease, since 2026-11-22T11:57:00Z" + " (3m00s)");
    }

    @Test
    void theSourceBeforeThereIsAnEngineToo() {
      hangs(
          waiting(Duration.ofMinutes(3)),
          "hangs: the look at source infra, since 2026-11-22T11:57:00Z (3m00s)");
    }

    private void hangs(Vitals vitals, String line) {
      var report = Health.of(vitals);
      assertThat(report.good()).isFalse();
      assertThat(report.text().lines()).startsWith("not healthy", line);
    }
  }
}
