package dev.skep.controller.cli;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.health.Health;
import dev.skep.controller.health.Monitor;
import dev.skep.controller.health.Readiness;
import dev.skep.controller.health.Report;
import dev.skep.controller.health.Vitals.LeaseSign;
import dev.skep.controller.health.Vitals.Running;
import dev.skep.controller.http.Endpoints.Page;
import dev.skep.controller.metrics.Metrics;
import dev.skep.controller.metrics.Sight;
import dev.skep.controller.run.Operator;
import dev.skep.controller.source.SourceState;
import dev.skep.controller.source.SourceState.Trouble;
import dev.skep.controller.source.Stacks;
import dev.skep.model.DesiredStack;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.OneShotPass;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Those who look on while a controller works, so that others can ask how it is. */
final class Onlookers implements AutoCloseable {
  private final Monitor monitor;
  private final Metrics metrics;
  private Optional<Instant> troubledSince = Optional.empty();
  private volatile Supplier<List<StackStatus>> stacks = List::of;
  private volatile Supplier<String> breaker = () -> "";

  /**
   * @param source its name
   */
  Onlookers(String source) {
    this.monitor = new Monitor(source, Clock.SYSTEM);
    var version = new SkepVersion().getVersion()[0].replaceFirst("^skep ", "");
    this.metrics =
        new Metrics(version, () -> new Sight(monitor.vitals(), stacks.get(), breaker.get()));
  }

  /** What others may ask for, by path; from now on it is worth counting. */
  Map<String, Supplier<Page>> pages() {
    metrics.begin();
    return Map.of(
        "/healthz", () -> page(Health.of(monitor.vitals())),
        "/readyz", () -> page(Readiness.of(monitor.vitals())),
        "/metrics", this::page);
  }

  private static Page page(Report report) {
    return Page.plain(report.good() ? 200 : 503, report.text());
  }

  private Page page() {
    return metrics
        .page()
        .map(text -> new Page(200, Metrics.TYPE, text))
        .orElseGet(() -> Page.plain(503, "could not be made in time; ask again\n"));
  }

  /** The controller goes on, and has read this. */
  void turned(SourceState source, Stacks read) {
    monitor.turned(source, read);
    var since = source.trouble().map(Trouble::since);
    if (since.isPresent() && !since.equals(troubledSince)) metrics.troubled();
    troubledSince = since;
  }

  /** There is no engine yet. */
  void waits(String why) {
    monitor.waits(why);
  }

  void delivered(int code) {
    metrics.delivered(code);
  }

  /** An engine was reached; before anything else is asked of it. */
  void reached(DockerSwarm swarm) {
    breaker = swarm::breaker;
    swarm.listen(metrics);
  }

  /** The passes, for an operator to tell of. */
  BiConsumer<DesiredStack, Either<SwarmFault, Pass>> passes(StatusWriter writer, Lease lease) {
    stacks = writer::statuses;
    return (stack, pass) -> {
      writer.passed(stack, pass);
      pass.peek(seen -> {
        monitor.passed(stack.name());
        metrics.passed(seen, lease.held());
      });
    };
  }

  /** The same for one-shots. */
  Consumer<Either<SwarmFault, OneShotPass.Pass>> oneShots(StatusWriter writer) {
    return pass -> {
      writer.oneShots(pass);
      pass.peek(metrics::oneShots);
    };
  }

  /** Before its start. */
  void watch(Operator operator, Lease lease) {
    operator.onTimed(metrics::timed);
    operator.onRepaired((stack, service) -> metrics.repaired(stack));
    monitor.works(unpassed -> running(operator, lease, unpassed));
  }

  private static Running running(Operator operator, Lease lease, List<String> unpassed) {
    var sign = new LeaseSign(
        operator.leaseStill(),
        lease.held(),
        lease.epoch(),
        lease.otherHolder(),
        operator.takeOvers());
    return new Running(operator.pulse(), sign, operator.known().isPresent(), unpassed);
  }

  @Override
  public void close() {
    metrics.close();
  }
}
