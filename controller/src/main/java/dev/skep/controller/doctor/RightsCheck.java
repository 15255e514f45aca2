package dev.skep.controller.doctor;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Finding;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.Tree;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether configs can be read, made and removed: all that Skep remembers is in them. Only to do it
 * tells: an engine may lie behind a proxy that lets reads through alone.
 */
final class RightsCheck {
  private static final String RIGHTS = "rights";
  private static final String KIND = "doctor";
  private static final byte[] CONTENT = {'-'};
  private static final Duration LEFT = Duration.ofMinutes(10);

  private RightsCheck() {}

  /**
   * A config that was made and removed.
   *
   * @param ahead of our clock, the one of the manager that leads, which dates what is made
   * @param took making it
   */
  record Probe(Optional<Duration> ahead, Duration took) {}

  static Either<SwarmFault, Probe> probe(Swarm swarm, String owner, String name, Clock clock) {
    var labels = Map.of(Labels.OWNER, owner, Labels.KIND, KIND);
    var before = clock.now();
    long from = clock.nanos();
    return swarm
        .createPayload(Kind.CONFIG, name, labels, CONTENT, Tree.Obj.EMPTY)
        .flatMap(id -> {
          var took = Duration.ofNanos(clock.nanos() - from);
          var made = swarm.payloadsNamed(Kind.CONFIG, Set.of(name));
          return swarm.removePayload(Kind.CONFIG, id).flatMap(done -> made).map(found -> {
            var at = found.stream().map(ObservedPayload::createdAt).findFirst();
            at.ifPresent(now -> clear(swarm, labels, now.minus(LEFT)));
            var middle = before.plus(took.dividedBy(2));
            return new Probe(at.map(its -> Duration.between(middle, its)), took);
          });
        });
  }

  /** What one left that was killed; another may be at it just now. */
  private static void clear(Swarm swarm, Map<String, String> labels, Instant until) {
    swarm
        .payloads(Kind.CONFIG, labels)
        .peek(found -> found.stream()
            .filter(config -> config.createdAt().isBefore(until))
            .forEach(config -> swarm.removePayload(Kind.CONFIG, config.id())));
  }

  static List<Finding> of(Either<SwarmFault, Probe> probe) {
    return probe.fold(
        fault -> List.of(Finding.fail(
            RIGHTS,
            "a config cannot be made and removed: " + fault.message(),
            "who runs Skep must be let write; a proxy before the engine must let /configs and"
                + " /services through")),
        made -> List.of(
            Finding.ok(RIGHTS, "configs can be made and removed, in " + Times.text(made.took())),
            Clocks.of("of the manager that leads", made.ahead(), made.took())));
  }
}
