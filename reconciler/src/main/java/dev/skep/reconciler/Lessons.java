package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a pass learns from how its actions went. */
final class Lessons {
  private static final Logger LOG = LoggerFactory.getLogger(Lessons.class);

  private final Swarm swarm;
  private final Records records;
  private final Clock clock;
  private final BiConsumer<String, String> repaired;

  /**
   * @param repaired told of every service that was put right after others, by stack
   */
  Lessons(Swarm swarm, Records records, Clock clock, BiConsumer<String, String> repaired) {
    this.swarm = swarm;
    this.records = records;
    this.clock = clock;
    this.repaired = repaired;
  }

  void learn(DesiredStack desired, PassMemory memory, Plan plan, Reconciler.Outcome outcome) {
    var action = outcome.action();
    if (outcome.result().isRight()) {
      if (action instanceof Action.UpdateService a) {
        boolean holds = holds(memory, a);
        if (holds && plan.outside().contains(a.service())) {
          var what = a.target() + ": " + a.reason() + " (changed outside, put back)";
          repaired(desired, memory, a.service(), what);
        }
      }
      if (action instanceof Action.CreateService a && plan.outside().contains(a.service())) {
        repaired(desired, memory, a.service(), a.target() + ": made again (removed outside)");
      }
      return;
    }
    var fault = outcome.result().getLeft();
    switch (fault) {
      case SwarmFault.Rejected f -> memory.refused(action, f.message(), clock.now());
      // Seen again at the next look if it is ours; if not, it stands in the way.
      case SwarmFault.NameTaken f -> memory.refused(action, f.message(), clock.now());
      case SwarmFault.Absent f -> {}
      case SwarmFault.Stale f -> {}
      case SwarmFault.OutcomeUnknown f -> {}
      case SwarmFault.Unreachable f -> {}
      case SwarmFault.NotManager f -> {}
    }
    LOG.warn("{}: {}", action.target(), fault.message());
  }

  /**
   * Read back at once: a field that the engine writes in its own way is not set again, and must be
   * told from one that somebody changes as often as we do. The second write would also be the
   * spec to which the engine goes back if tasks fail, or a person says so.
   */
  private boolean holds(PassMemory memory, Action.UpdateService update) {
    var id = update.observed().id();
    var hash = update.spec().text("Labels", Labels.SPEC).orElse("");
    var found = swarm.services(Map.of(Labels.SPEC, hash)).getOrElse(List.of()).stream()
        .filter(s -> s.id().equals(id))
        .findFirst();
    if (found.isEmpty()) return false;
    var set = ImageDigest.keep(update.spec(), found.get().spec());
    var still = memory.untolerated(id, SpecDiff.of(set, found.get().spec()));
    memory.tolerate(id, still);
    return still.isEmpty();
  }

  /** Also for the history; the repair itself does not hang on that. */
  private void repaired(DesiredStack desired, PassMemory memory, String service, String what) {
    memory.repaired(service, clock.now());
    repaired.accept(desired.name(), service);
    var receipt = Receipt.of(desired.name(), 0, Optional.empty(), clock.now(), List.of(what));
    var written = records.create(receipt);
    if (written.isLeft()) LOG.warn("{}: {}", desired.name(), written.getLeft().message());
  }
}
