package dev.skep.controller.health;

import static dev.skep.controller.health.VitalSamples.NOW;
import static dev.skep.controller.health.VitalSamples.PULSE;
import static dev.skep.controller.health.VitalSamples.SECOND;
import static dev.skep.controller.health.VitalSamples.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.health.Vitals.LeaseSign;
import dev.skep.controller.health.Vitals.Running;
import dev.skep.controller.source.SourceState;
import dev.skep.controller.source.SourceState.Trouble;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final LeaseSign OURS = VitalSamples.lease(SECOND, true);
  private static final LeaseSign THEIRS = VitalSamples.lease(SECOND, false);
  private static final LeaseSign NOBODYS = new LeaseSign(SECOND, false, -1, Optional.empty(), 0);

  private static Report of(LeaseSign lease, boolean looked, String... unpassed) {
    return Readiness.of(
        VitalSamples.of(SOURCE, new Running(PULSE, lease, looked, List.of(unpassed))));
  }

  @Nested
  class IsReady {
    @Test
    void whoLeadsAndHasPassedOverAllStacks() {
      assertThat(of(OURS, true).text()).isEqualTo("""
          ready
          source: infra@9f3c1e2, 12 stacks
          engine: reached
          passes: all stacks had their first
          lease: ours, epoch 7
          """);
    }

    @Test
    void whoStandsByAndWatches() {
      assertThat(of(THEIRS, true, "shop").text()).isEqualTo("""
          ready
          source: infra@9f3c1e2, 12 stacks
          engine: reached
          passes: the Swarm is watched
          lease: standing by, host-2 holds it
          """);
    }

    @Test
    void whoHasReadItsSourceOnceThoughItIsAwayNow() {
      var trouble = Optional.of(new Trouble("git.example.org does not answer", NOW));
      var running = new Running(PULSE, OURS, true, List.of());
      var report = Readiness.of(VitalSamples.of(SOURCE.with(trouble), running));
      assertThat(report.good()).isTrue();
      assertThat(report.text())
          .contains("12 stacks; git.example.org does not answer (since 2026-11-22T12:00:00Z)\n");
    }
  }

  @Nested
  class IsNotReady {
    @Test
    void withoutEngine() {
      missing(Readiness.of(VitalSamples.waiting()), "missing: engine: nothing listens at tcp://x");
    }

    @Test
    void beforeItsSourceWasRead() {
      var trouble = Optional.of(new Trouble("no such branch", NOW));
      var unread = SourceState.unread("infra").with(trouble);
      var running = new Running(PULSE, OURS, true, List.of());
      missing(
          Readiness.of(VitalSamples.of(unread, running)),
          "missing: source infra: nothing was read yet; no such branch"
              + " (since 2026-11-22T12:00:00Z)");
    }

    @Test
    void beforeEachStackHadItsFirstPass() {
      missing(of(OURS, true, "a", "b"), "missing: the first pass of a, b");
      missing(
          of(OURS, true, "a", "b", "c", "d", "e", "f", "g"),
          "missing: the first pass of a, b, c, d, e and 2 more");
    }

    @Test
    void beforeItHasLookedAtTheSwarm() {
      missing(of(THEIRS, false), "missing: a look at the Swarm");
    }

    @Test
    void whileNobodyKnowsWhoLeads() {
      missing(of(NOBODYS, true), "missing: lease: it is not clear yet whose it is");
    }

    private void missing(Report report, String line) {
      assertThat(report.good()).isFalse();
      assertThat(report.text().lines()).startsWith("not ready", line);
    }
  }
}
