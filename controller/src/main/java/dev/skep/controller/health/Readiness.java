package dev.skep.controller.health;

import dev.skep.controller.health.Vitals.Running;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether it is at work, or stands by: what it was started for has begun. */
public final class Readiness {
  private static final int NAMED = 5;

  private final Vitals vitals;
  private final List<String> missing = new ArrayList<>();
  private final List<String> facts = new ArrayList<>();

  private Readiness(Vitals vitals) {
    this.vitals = vitals;
  }

  public static Report of(Vitals vitals) {
    var readiness = new Readiness(vitals);
    readiness.source();
    vitals.running().ifPresentOrElse(readiness::running, readiness::noEngine);
    return new Report("ready", readiness.missing, readiness.facts);
  }

  private void source() {
    var source = vitals.source();
    var trouble = source
        .trouble()
        .map(t -> "; " + t.message() + " (since " + t.since().truncatedTo(ChronoUnit.SECONDS) + ")")
        .orElse("");
    if (source.readAt().isEmpty()) {
      missing.add("missing: source " + source.name() + ": nothing was read yet" + trouble);
      return;
    }
    var broken = vitals.broken() == 0 ? "" : ", " + vitals.broken() + " broken";
    facts.add("source: " + source.at() + ", " + vitals.good() + " stacks" + broken + trouble);
  }

  private void noEngine() {
    missing.add("missing: engine: " + vitals.noEngine());
  }

  private void running(Running running) {
    facts.add("engine: reached");
    var lease = running.lease();
    if (!running.looked()) missing.add("missing: a look at the Swarm");
    else if (!lease.held()) facts.add("passes: the Swarm is watched");
    else if (running.unpassed().isEmpty()) facts.add("passes: all stacks had their first");
    else missing.add("missing: the first pass of " + names(running.unpassed()));
    if (lease.held() || lease.other().isPresent()) facts.add("lease: " + Health.words(lease));
    else missing.add("missing: lease: it is not clear yet whose it is");
  }

  private static String names(List<String> stacks) {
    var more = stacks.size() > NAMED ? " and " + (stacks.size() - NAMED) + " more" : "";
    return stacks.stream().limit(NAMED).collect(Collectors.joining(", ")) + more;
  }
}
