package dev.skep.reconciler;

import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredStack;
import io.vavr.control.Either;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the revisions that people have pinned in the place of what the source says. One caller at a
 * time.
 */
final class Pinned {
  /** Stands for the stack while its source says just this. */
  private record Instead(String source, DesiredStack stack) {}

  private final Records records;
  private Map<String, Instead> known = Map.of();

  Pinned(Records records) {
    this.records = records;
  }

  /** What the stacks shall be, as far as the orders are known. */
  List<DesiredStack> of(Collection<DesiredStack> sources) {
    return sources.stream().map(this::of).toList();
  }

  private DesiredStack of(DesiredStack source) {
    var instead = known.get(source.name());
    return instead == null || !instead.source().equals(source.revision())
        ? source
        : instead.stack();
  }

  /**
   * Reads the pins of these records; whether there is another answer than before. One whose
   * revision is not kept is left out: the planner holds such a stack.
   */
  Either<SwarmFault, Boolean> learn(Collection<DesiredStack> sources, Observation seen) {
    var now = new HashMap<String, Instead>();
    for (var source : sources) {
      var pin = seen.ledgerOf(source.name()).pin(source.revision());
      if (pin.isEmpty()) continue;
      var kept = kept(source, pin.get().revision());
      if (kept.isRight()) {
        now.put(source.name(), new Instead(source.revision(), kept.get()));
      } else if (!(kept.getLeft() instanceof SwarmFault.Absent)) {
        return Either.left(kept.getLeft());
      }
    }
    boolean changed = !revisions(now).equals(revisions(known));
    known = now;
    return Either.right(changed);
  }

  private Either<SwarmFault, DesiredStack> kept(DesiredStack source, String revision) {
    var before = of(source);
    return before.revision().equals(revision)
        ? Either.right(before)
        : records.revision(source.name(), revision).map(kept -> knowing(kept, source));
  }

  /** Contents that are as they were are known from the source. */
  private static DesiredStack knowing(DesiredStack kept, DesiredStack source) {
    var payloads = kept.payloads().stream()
        .map(p -> source.payloads().stream().filter(s -> same(s, p)).findFirst().orElse(p))
        .toList();
    return new DesiredStack(
        kept.name(),
        kept.revision(),
        kept.services(),
        kept.networks(),
        payloads,
        kept.policy(),
        kept.origin());
  }

  private static boolean same(DesiredPayload one, DesiredPayload other) {
    return one.kind() == other.kind()
        && one.name().equals(other.name())
        && one.hash().equals(other.hash());
  }

  private static Map<String, String> revisions(Map<String, Instead> instead) {
    var out = new HashMap<String, String>();
    instead.forEach((name, i) -> out.put(name, i.source() + " " + i.stack().revision()));
    return out;
  }
}
