package dev.skep.controller.health;

import dev.skep.controller.health.Vitals.LeaseSign;
import dev.skep.controller.health.Vitals.Running;
import dev.skep.controller.source.Commit;
import dev.skep.controller.source.SourceState;
import dev.skep.reconciler.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Controllers as they may stand. */
public final class VitalSamples {
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final Duration SECOND = Duration.ofSeconds(1);

  static final Pulse PULSE =
      new Pulse(0, Duration.ZERO, Duration.ofMillis(400), Map.of("stack shop", SECOND));

  public static final SourceState SOURCE = SourceState.read(
      "infra",
      new Commit("9f3c1e2aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Ada", "web", NOW),
      Optional.empty(),
      NOW.minusSeconds(60));

  private VitalSamples() {}

  static LeaseSign lease(Duration still, boolean held) {
    return new LeaseSign(still, held, 7, held ? Optional.empty() : Optional.of("host-2"), 1);
  }

  public static Vitals leading() {
    return leading(PULSE);
  }

  static Vitals leading(Pulse pulse) {
    return leading(pulse, lease(Duration.ofMillis(1500), true));
  }

  static Vitals leading(Pulse pulse, LeaseSign lease) {
    return of(SOURCE, new Running(pulse, lease, true, List.of()));
  }

  static Vitals of(SourceState source, Running running) {
    return new Vitals(NOW, SECOND, source, 12, 0, "", Optional.of(running));
  }

  public static Vitals waiting() {
    return waiting(SECOND);
  }

  static Vitals waiting(Duration still) {
    return new Vitals(NOW, still, SOURCE, 12, 0, "nothing listens at tcp://x", Optional.empty());
  }
}
