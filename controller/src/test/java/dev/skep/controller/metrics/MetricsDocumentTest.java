package dev.skep.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.print.Samples;
import dev.skep.model.AttemptRecord;
import dev.skep.reconciler.OneShotAction;
import dev.skep.reconciler.OneShotPass;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsDocumentTest {
  /** All that can happen, happens. */
  private static Scrape everything() {
    try (var controller = new Lookouts()) {
      controller.passed(
          Lookouts.shop(Samples.succeeded("migrate-pg")),
          true,
          Samples.attempts().getFirst());
      controller.metrics.repaired("shop");
      controller.metrics.timed(
          Either.right(Lookouts.pass(Samples.ready(), List.of())), Duration.ofMillis(1));
      controller.metrics.called("GET", "2xx", Duration.ofMillis(1));
      controller.metrics.lookedUp("found");
      controller.metrics.delivered(200);
      controller.metrics.troubled();
      controller.metrics.oneShots(oneShot(Samples.attempts().getFirst()));
      return controller.scrape();
    }
  }

  private static OneShotPass.Pass oneShot(AttemptRecord end) {
    var action = new OneShotAction.RecordOneShot(null, end);
    return new OneShotPass.Pass(
        List.of(), List.of(new OneShotPass.Outcome(action, Either.right(Done.DONE))));
  }

  @Test
  void tellsOfAllThatIsExportedAndOfNothingElse() {
    assertThat(everything().families()).isEqualTo(MetricsDocument.families());
  }

  @Test
  void eachMetricHasHelp() {
    var text = everything().text();
    for (var name : MetricsDocument.families().keySet()) {
      assertThat(text).containsPattern("(?m)^# HELP " + name + " [A-Z0-9].{10,}$");
    }
  }
}
