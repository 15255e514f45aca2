package dev.skep.controller.metrics;

import dev.skep.controller.health.VitalSamples;
import dev.skep.controller.print.Samples;
import dev.skep.model.AttemptRecord;
import dev.skep.model.Condition;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.Phase;
import dev.skep.reconciler.Action;
import dev.skep.reconciler.Reconciler.Outcome;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Metrics of a controller whose stacks stand as a test says. */
final class Lookouts implements AutoCloseable {
  final AtomicReference<List<StackStatus>> stacks = new AtomicReference<>(List.of());
  final Metrics metrics =
      new Metrics("0.1.0", () -> new Sight(VitalSamples.leading(), stacks.get(), "closed"));

  Lookouts() {
    metrics.begin();
  }

  Scrape scrape() {
    return new Scrape(metrics.page().orElseThrow());
  }

  /** A pass after which the stack stands so; it is the only one. */
  void passed(StackStatus status, boolean leading, AttemptRecord... ended) {
    stacks.set(List.of(status));
    var outcomes = new ArrayList<Outcome>();
    for (var attempt : ended) {
      var action = new Action.RecordAttempt(attempt.job(), Optional.empty(), attempt, 100);
      outcomes.add(new Outcome(action, Either.right(Done.DONE)));
    }
    metrics.passed(pass(status, outcomes), leading);
  }

  static Pass pass(StackStatus status, List<Outcome> outcomes) {
    return new Pass(status, outcomes, outcomes.isEmpty(), Optional.empty());
  }

  static StackStatus shop(JobRow... jobs) {
    return Samples.status("shop", Phase.PROGRESSING, "", List.of(), List.of(jobs), List.of());
  }

  static StackStatus drifted(boolean drifted) {
    var shop = shop();
    var condition = new Condition(
        Condition.Type.DRIFTED,
        drifted ? Condition.Status.TRUE : Condition.Status.FALSE,
        Reason.APPLYING,
        "");
    return new StackStatus(
        "shop",
        Phase.PROGRESSING,
        "",
        shop.applied(),
        shop.attempted(),
        List.of(condition),
        List.of(),
        List.of(),
        List.of());
  }

  @Override
  public void close() {
    metrics.close();
  }
}
