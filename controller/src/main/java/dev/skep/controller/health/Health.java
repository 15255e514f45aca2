package dev.skep.controller.health;

import dev.skep.controller.health.Vitals.LeaseSign;
import dev.skep.controller.health.Vitals.Running;
import dev.skep.controller.print.Ages;
import dev.skep.reconciler.Pulse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Whether a restart would help: something of Skep's own hangs. What others do, such as an engine
 * that is away, does not make it unhealthy.
 */
public final class Health {
  /**
   * Something begins or ends at least every half minute, whatever fails. The slowest call of the
   * engine is given up after sixteen seconds, and one turn makes a few.
   */
  static final Duration STILL = Duration.ofMinutes(2);

  /** One pass may write hundreds of things to an engine that is slow. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private final Vitals vitals;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> facts = new ArrayList<>();

  private Health(Vitals vitals) {
    this.vitals = vitals;
  }

  public static Report of(Vitals vitals) {
    var health = new Health(vitals);
    health.source();
    vitals.running().ifPresentOrElse(health::running, health::waiting);
    return new Report("healthy", health.wrong, health.facts);
  }

  private void source() {
    var name = "source " + vitals.source().name();
    if (longer(vitals.still(), STILL)) hangs("the look at " + name, vitals.still());
    else facts.add(name + ": looked at " + ago(vitals.still()));
  }

  private void waiting() {
    facts.add("engine: waiting for it: " + vitals.noEngine());
  }

  private void running(Running running) {
    passes(running.pulse());
    lease(running.lease());
  }

  private void passes(Pulse pulse) {
    new TreeMap<>(pulse.underWay()).forEach((name, taking) -> {
      if (longer(taking, LONGEST)) hangs(name + ", which is worked on", taking);
    });
    if (longer(pulse.still(), STILL)) {
      hangs("all work: nothing has begun or ended", pulse.still());
    } else {
      facts.add("passes: one began or ended " + ago(pulse.still()) + "; "
          + pulse.underWay().size() + " under way, " + pulse.due() + " due");
    }
  }

  private void lease(LeaseSign lease) {
    if (longer(lease.still(), STILL)) hangs("the renewal of the lease", lease.still());
    else facts.add("lease: " + words(lease) + "; gone for " + ago(lease.still()));
  }

  static String words(LeaseSign lease) {
    if (lease.held()) return "ours, epoch " + lease.epoch();
    return lease.other().map(o -> "standing by, " + o + " holds it").orElse("nobody's yet");
  }

  private void hangs(String what, Duration since) {
    var from = vitals.now().minus(since).truncatedTo(ChronoUnit.SECONDS);
    wrong.add("hangs: " + what + ", since " + from + " (" + Ages.precise(since) + ")");
  }

  private static boolean longer(Duration time, Duration limit) {
    return time.compareTo(limit) > 0;
  }

  private static String ago(Duration time) {
    return Ages.precise(time) + " ago";
  }
}
