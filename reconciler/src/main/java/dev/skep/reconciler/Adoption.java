package dev.skep.reconciler;

import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * Finds the configs and secrets that {@code docker stack deploy} has made of stacks that were given
 * to us, until they carry our mark; of configs also what they hold.
 */
final class Adoption {
  private final Swarm swarm;

  Adoption(Swarm swarm) {
    this.swarm = swarm;
  }

  /**
   * @param seen those that carry it
   */
  Either<SwarmFault, List<ObservedPayload>> of(
      Kind kind, Collection<DesiredStack> stacks, Heads heads, List<ObservedPayload> seen) {
    var names = new HashSet<String>();
    for (var stack : stacks) {
      if (!heads.of(stack.name()).adopted()) continue;
      stack.payloads().stream()
          .filter(p -> p.kind() == kind && !p.external())
          .filter(p -> seen.stream().noneMatch(s -> s.kind() == kind && holds(s, p)))
          .forEach(p -> names.add(p.name()));
    }
    if (names.isEmpty()) return Either.right(List.of());
    return swarm.payloadsNamed(kind, names).flatMap(found -> {
      var unmarked =
          found.stream().filter(p -> !p.labels().containsKey(Labels.OWNER)).toList();
      return kind == Kind.CONFIG ? read(unmarked) : Either.right(unmarked);
    });
  }

  private static boolean holds(ObservedPayload seen, DesiredPayload payload) {
    return References.rotation(payload.name(), seen.name()) >= 0
        && payload.hash().equals(seen.labels().get(Labels.PAYLOAD));
  }

  private Either<SwarmFault, List<ObservedPayload>> read(List<ObservedPayload> configs) {
    var out = new ArrayList<ObservedPayload>();
    for (var config : configs) {
      var content = swarm.configContent(config.name());
      if (content.isLeft()) return Either.left(content.getLeft());
      out.add(config.holding(content.get()));
    }
    return Either.right(out);
  }
}
