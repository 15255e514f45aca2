package dev.skep.reconciler;

import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.StackPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Services of ours that the manifest no longer has. They go last, when everything else is in
 * place, and not when that would take more than the manifest allows, half of the stack if it says
 * nothing: such a change is more often an accident than a wish.
 */
final class Prune {
  private final List<ObservedService> doomed;
  private final StackPolicy policy;
  private final boolean tooMany;
  private final boolean due;

  Prune(Snapshot snapshot, Map<String, ServiceStanding> standings, Map<String, JobStep> jobs) {
    var stack = snapshot.desired().name();
    var ours = snapshot.observation().servicesOf(stack).stream()
        .filter(s -> s.label(Labels.OWNER).equals(Optional.of(snapshot.owner())))
        .toList();
    // Of a stack that nobody asks for any more, a person decides.
    this.doomed = snapshot.desired().gone()
        ? List.of()
        : ours.stream()
            .filter(s -> standings.values().stream()
                .noneMatch(w -> w.desired().fullName().equals(s.name())))
            .toList();
    this.policy = snapshot.desired().policy();
    this.tooMany = doomed.size() * 100 > ours.size() * policy.maxPrune()
        && !snapshot.ledger().approved(snapshot.desired().revision());
    this.due = standings.values().stream().allMatch(ServiceStanding::healthy)
        && jobs.values().stream()
            .allMatch(j -> j.phase().settled() || j.phase() == JobPhase.SUPERSEDED);
  }

  List<Action> actions() {
    if (held() || !due) return List.of();
    return doomed.stream()
        .<Action>map(s -> new Action.RemoveService(s.name(), s, "no longer in the manifest"))
        .toList();
  }

  /** Some are to go, and do not. */
  boolean held() {
    return (tooMany || !policy.prune()) && !doomed.isEmpty();
  }

  /** Only a person can let them go: not what the manifest keeps on purpose. */
  boolean needsPerson() {
    return held() && policy.prune();
  }

  String why() {
    if (!policy.prune()) return "the manifest says prune: false";
    return "more than " + (policy.maxPrune() == 50 ? "half" : policy.maxPrune() + " %")
        + " of the stack would go";
  }

  List<String> names() {
    return doomed.stream().map(ObservedService::name).sorted().toList();
  }
}
