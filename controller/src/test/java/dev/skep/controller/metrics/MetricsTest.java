package dev.skep.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.health.VitalSamples;
import dev.skep.controller.print.Samples;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.Phase;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsTest {
  private static final String OF_JOB = "{job_name=\"migrate-pg\",";
  private final Lookouts controller = new Lookouts();

  @AfterEach
  void close() {
    controller.close();
  }

  @Test
  void theControllerItselfIsSeen() {
    var scrape = controller.scrape();
    assertThat(scrape.value("skep_healthy")).isOne();
    assertThat(scrape.value("skep_ready")).isOne();
    assertThat(scrape.value("skep_lease_held")).isOne();
    assertThat(scrape.value("skep_lease_epoch")).isEqualTo(7);
    assertThat(scrape.value("skep_lease_takeovers_total")).isOne();
    assertThat(scrape.value("skep_queue_working")).isOne();
    assertThat(scrape.value("skep_engine_breaker_state{state=\"closed\"}")).isOne();
    assertThat(scrape.value("skep_engine_breaker_state{state=\"open\"}")).isZero();
    assertThat(scrape.value("skep_source_read_timestamp_seconds"))
        .isEqualTo(VitalSamples.NOW.getEpochSecond() - 60);
    assertThat(scrape.value("skep_source_stacks{state=\"good\"}")).isEqualTo(12);
    assertThat(scrape.named("skep_build_info{").getFirst()).contains("version=\"0.1.0\"");
    assertThat(scrape.value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
    assertThat(scrape.value("process_start_time_seconds")).isGreaterThan(1e9);
  }

  @Test
  void passesAreTimedByWhatCameOfThem() {
    var idle = Lookouts.pass(Samples.ready(), List.of());
    controller.metrics.timed(Either.right(idle), Duration.ofMillis(4));
    controller.metrics.timed(Either.right(idle), Duration.ofMillis(30));
    controller.metrics.timed(Either.left(new SwarmFault.Unreachable("")), Duration.ofSeconds(70));
    var scrape = controller.scrape();
    var bucket = "skep_reconcile_seconds_bucket{result=\"idle\",le=\"%s\"}";
    assertThat(scrape.value(bucket.formatted("0.005"))).isOne();
    assertThat(scrape.value(bucket.formatted("0.1"))).isEqualTo(2);
    assertThat(scrape.value("skep_reconcile_seconds_count{result=\"unseen\"}")).isOne();
    assertThat(scrape.value("skep_reconcile_seconds_bucket{result=\"unseen\",le=\"60.0\"}"))
        .isZero();
  }

  @Test
  void callsDeliveriesAndLookUpsAreCounted() {
    controller.metrics.called("GET", "2xx", Duration.ofMillis(3));
    controller.metrics.called("GET", "2xx", Duration.ofMillis(3));
    controller.metrics.called("GET", "timed_out", Duration.ofSeconds(5));
    controller.metrics.lookedUp("silent");
    controller.metrics.delivered(401);
    controller.metrics.troubled();
    var scrape = controller.scrape();
    assertThat(scrape.value("skep_engine_calls_total{code=\"2xx\",method=\"GET\"}"))
        .isEqualTo(2);
    assertThat(scrape.value("skep_engine_calls_total{code=\"timed_out\",method=\"GET\"}"))
        .isOne();
    assertThat(scrape.value("skep_engine_call_seconds_count{method=\"GET\"}")).isEqualTo(3);
    assertThat(scrape.value("skep_registry_lookups_total{answer=\"silent\"}")).isOne();
    assertThat(scrape.value("skep_webhook_deliveries_total{code=\"401\"}")).isOne();
    assertThat(scrape.value("skep_source_troubles_total")).isOne();
  }

  @Test
  void whatIsToldBeforeItBeginsCostsNothing() {
    try (var unasked = new Metrics("0", () -> new Sight(VitalSamples.waiting(), List.of(), ""))) {
      unasked.delivered(200);
      unasked.begin();
      var scrape = new Scrape(unasked.page().orElseThrow());
      assertThat(scrape.named("skep_webhook")).isEmpty();
      assertThat(scrape.value("skep_ready")).isZero();
      assertThat(scrape.named("skep_engine_breaker_state")).isEmpty();
      assertThat(scrape.named("skep_lease_epoch")).isEmpty();
    }
  }

  @Test
  void afterTheEndThereIsNoPage() {
    controller.metrics.close();
    assertThat(controller.metrics.page()).isEmpty();
  }

  @Nested
  class Jobs {
    private double runs(String result) {
      return controller
          .scrape()
          .value("skep_job_runs_total" + OF_JOB + "result=\"" + result + "\",stack=\"shop\"}");
    }

    @Test
    void areThereBeforeTheyEnd() {
      controller.passed(
          Lookouts.shop(Samples.migrate(JobPhase.RUNNING, Reason.RUNNING, "", 0)), true);
      assertThat(runs("succeeded")).isZero();
      assertThat(runs("failed")).isZero();
      assertThat(controller
              .scrape()
              .value("skep_job_phase" + OF_JOB + "phase=\"Running\",stack=\"shop\"}"))
          .isOne();
      assertThat(controller.scrape().named("skep_job_last_success")).isEmpty();
    }

    @Test
    void countTheirEndsWhenTheyAreRecorded() {
      var attempts = Samples.attempts();
      controller.passed(Lookouts.shop(Samples.succeeded("migrate-pg")), true, attempts.get(0));
      controller.passed(
          Lookouts.shop(Samples.migrate(JobPhase.FAILED, Reason.EXIT_CODE, "", 3)),
          true,
          attempts.get(1),
          attempts.get(2),
          attempts.get(3));
      assertThat(runs("succeeded")).isOne();
      assertThat(runs("failed")).isOne();
      var scrape = controller.scrape();
      assertThat(scrape.value("skep_job_retries_total{job_name=\"migrate-pg\",stack=\"shop\"}"))
          .isEqualTo(2);
      assertThat(scrape.value(
              "skep_job_attempts_total" + OF_JOB + "result=\"failed\",stack=\"shop\"}"))
          .isEqualTo(3);
      assertThat(scrape.value(
              "skep_job_last_success_timestamp_seconds{job_name=\"migrate-pg\",stack=\"shop\"}"))
          .isEqualTo(attempts.get(0).endedAt().getEpochSecond());
    }

    @Test
    void areUnknownOnceUntilTheyAreKnownAgain() {
      var unknown = Samples.migrate(JobPhase.UNKNOWN, Reason.NODE_LOST, "", 0);
      var running = Samples.migrate(JobPhase.RUNNING, Reason.RUNNING, "", 0);
      controller.passed(Lookouts.shop(unknown), true);
      controller.passed(Lookouts.shop(unknown, Samples.succeeded("backup")), true);
      assertThat(runs("unknown")).isOne();
      controller.passed(Lookouts.shop(running), true);
      controller.passed(Lookouts.shop(unknown), true);
      assertThat(runs("unknown")).isEqualTo(2);
    }

    @Test
    void areNotCountedByWhoStandsBy() {
      var unknown = Samples.migrate(JobPhase.UNKNOWN, Reason.NODE_LOST, "", 0);
      controller.passed(Lookouts.shop(unknown), false);
      assertThat(runs("unknown")).isZero();
    }

    @Test
    void takeTheirSeriesWithThem() {
      controller.passed(
          Lookouts.shop(Samples.succeeded("migrate-pg")),
          true,
          Samples.attempts().getFirst());
      assertThat(controller.scrape().text()).contains("job_name=\"migrate-pg\"");
      controller.passed(Lookouts.shop(), true);
      assertThat(controller.scrape().text()).doesNotContain("job_name=\"");
    }

    @Test
    void ofAStackThatIsNotSeenKeepTheirCounts() {
      controller.passed(
          Lookouts.shop(Samples.succeeded("migrate-pg")),
          true,
          Samples.attempts().getFirst());
      controller.stacks.set(List.of(Samples.status(
          "shop", Phase.UNKNOWN, "the engine is away", List.of(), List.of(), List.of())));
      assertThat(runs("succeeded")).isOne();
      assertThat(controller.scrape().named("skep_job_phase")).isEmpty();
    }
  }

  @Nested
  class StacksOf {
    @Test
    void aPhaseThatIsOverIsGone() {
      controller.stacks.set(List.of(Samples.ready()));
      assertThat(controller.scrape().named("skep_stack_phase"))
          .containsExactly("skep_stack_phase{phase=\"Ready\",stack=\"shop\"}");
      controller.stacks.set(List.of(Samples.blocked()));
      assertThat(controller.scrape().named("skep_stack_phase"))
          .containsExactly("skep_stack_phase{phase=\"Blocked\",stack=\"shop\"}");
    }

    private double found() {
      return controller.scrape().value("skep_drift_found_total{stack=\"shop\"}");
    }

    @Test
    void driftCountsOnceUntilItIsRepaired() {
      controller.passed(Lookouts.drifted(true), true);
      controller.passed(Lookouts.drifted(true), true);
      assertThat(found()).isOne();
      assertThat(controller.scrape().value("skep_stack_drifted{stack=\"shop\"}"))
          .isOne();
      controller.metrics.repaired("shop");
      controller.passed(Lookouts.drifted(false), true);
      controller.passed(Lookouts.drifted(true), true);
      assertThat(found()).isEqualTo(2);
      assertThat(controller.scrape().value("skep_drift_repaired_total{stack=\"shop\"}"))
          .isOne();
    }

    @Test
    void driftIsCountedByTheHolderAlone() {
      controller.passed(Lookouts.drifted(true), false);
      assertThat(found()).isZero();
      controller.passed(Lookouts.drifted(true), true);
      assertThat(found()).isOne();
    }

    @Test
    void oneThatLeavesTakesItsSeriesWithIt() {
      controller.passed(Lookouts.drifted(true), true);
      assertThat(controller.scrape().text()).contains("stack=\"shop\"");
      controller.stacks.set(List.of());
      assertThat(controller.scrape().text()).doesNotContain("stack=\"shop\"");
    }
  }
}
