package dev.skep.controller.metrics;

import dev.skep.controller.health.Health;
import dev.skep.controller.health.Readiness;
import dev.skep.controller.health.Vitals.LeaseSign;
import dev.skep.controller.health.Vitals.Running;
import dev.skep.reconciler.Pulse;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.SwarmFault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The passes, the queue before them, and the right to write. */
final class LoopMeters {
  private static final Duration[] BUCKETS = Stream.of(5, 25, 100, 500, 2_500, 10_000, 60_000)
      .map(Duration::ofMillis)
      .toArray(Duration[]::new);

  private final MeterRegistry registry;

  LoopMeters(MeterRegistry registry, Present present) {
    this.registry = registry;
    whole(present);
    queue(present);
    lease(present);
  }

  void timed(Either<SwarmFault, Pass> pass, Duration took) {
    Timer.builder("skep.reconcile")
        .description("How long passes over a stack took, by what came of them.")
        .tag("result", pass.fold(fault -> "unseen", LoopMeters::result))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
  }

  private static String result(Pass pass) {
    if (pass.failed()) return "failed";
    if (!pass.outcomes().isEmpty()) return "wrote";
    return pass.idle() ? "idle" : "held";
  }

  private static void whole(Present present) {
    present.number(
        "skep.healthy",
        "",
        "1 while nothing of Skep itself hangs, as /healthz has it.",
        now -> Present.flag(Health.of(now.vitals()).good()));
    present.number(
        "skep.ready",
        "",
        "1 when it is at work or stands by, as /readyz has it.",
        now -> Present.flag(Readiness.of(now.vitals()).good()));
  }

  private static void queue(Present present) {
    present.number(
        "skep.queue.depth",
        "",
        "Pieces of work that are due and not begun.",
        now -> pulse(now).map(Pulse::due).orElse(0));
    present.number(
        "skep.queue.lag",
        "seconds",
        "How long the first of those has waited.",
        now -> pulse(now).map(p -> seconds(p.late())).orElse(0.0));
    present.number(
        "skep.queue.working",
        "",
        "Pieces of work that are under way.",
        now -> pulse(now).map(p -> p.underWay().size()).orElse(0));
  }

  private static void lease(Present present) {
    present.gauge(
        "skep.lease.held",
        "",
        "1 while this controller may write.",
        (now, rows) ->
            rows.add(Tags.empty(), Present.flag(lease(now).map(LeaseSign::held).orElse(false))));
    present.gauge(
        "skep.lease.epoch",
        "",
        "Counts the holders of the lease; told by the holder alone.",
        (now, rows) ->
            lease(now).filter(LeaseSign::held).ifPresent(l -> rows.add(Tags.empty(), l.epoch())));
    present.count(
        "skep.lease.takeovers",
        "",
        "How often the lease came to this controller.",
        now -> lease(now).map(LeaseSign::takeOvers).orElse(0L));
  }

  private static Optional<Pulse> pulse(Sight now) {
    return now.vitals().running().map(Running::pulse);
  }

  private static Optional<LeaseSign> lease(Sight now) {
    return now.vitals().running().map(Running::lease);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
