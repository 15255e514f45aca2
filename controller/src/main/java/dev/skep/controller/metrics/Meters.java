package dev.skep.controller.metrics;

import dev.skep.model.AttemptRecord;
import dev.skep.reconciler.OneShotAction;
import dev.skep.reconciler.OneShotPass;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.SwarmFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.Locale;

/** All that is measured. Not thread-safe. */
final class Meters {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Present present = new Present(registry);
  private final LoopMeters loop = new LoopMeters(registry, present);
  private final EngineMeters engine = new EngineMeters(registry, present);
  private final StackMeters stacks = new StackMeters(registry, present);
  private final JobMeters jobs = new JobMeters(registry, present);
  private final SourceMeters source = new SourceMeters(registry, present);

  /**
   * @param version of Skep
   */
  Meters(String version) {
    ProcessMeters.add(registry, present, version);
  }

  void passed(Pass pass, boolean leading) {
    stacks.passed(pass.status(), leading);
    jobs.passed(pass, leading);
  }

  void timed(Either<SwarmFault, Pass> pass, Duration took) {
    loop.timed(pass, took);
  }

  void repaired(String stack) {
    stacks.repaired(stack);
  }

  /** Their names come from applications and know no bounds: none is told. */
  void oneShots(OneShotPass.Pass pass) {
    for (var outcome : pass.outcomes()) {
      if (outcome.result().isRight() && outcome.action() instanceof OneShotAction.RecordOneShot a) {
        Counter.builder("skep.one.shots")
            .description("Ends of one-shots that an application or a person made, by result.")
            .tag("result", word(a.end().result()))
            .register(registry)
            .increment();
      }
    }
  }

  void called(String method, String code, Duration took) {
    engine.called(method, code, took);
  }

  void lookedUp(String answer) {
    engine.lookedUp(answer);
  }

  void troubled() {
    source.troubled();
  }

  void delivered(int code) {
    Counter.builder("skep.webhook.deliveries")
        .description("Deliveries to the webhook, by the HTTP code of the answer.")
        .tag("code", Integer.toString(code))
        .register(registry)
        .increment();
  }

  /** In the text format of Prometheus. */
  String page(Sight now) {
    jobs.retain(now.stacks());
    stacks.retain(now.stacks());
    present.is(now);
    return registry.scrape();
  }

  static String word(AttemptRecord.Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }
}
