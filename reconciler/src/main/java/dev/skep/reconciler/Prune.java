package dev.skep.reconciler;

import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Services of ours that the manifest no longer has. They go last, when everything else is in
 * place, and not when that would take more than half of the stack: such a change is more often an
 * accident than a wish.
 */
final class Prune {
  private final List<ObservedService> doomed;
  private final boolean held;
  private final boolean due;

  Prune(Snapshot snapshot, Map<String, ServiceStanding> standings, Map<String, JobStep> jobs) {
    var stack = snapshot.desired().name();
    var ours = snapshot.observation().servicesOf(stack).stream()
        .filter(s -> s.label(Labels.OWNER).equals(Optional.of(snapshot.owner())))
        .toList();
    this.doomed = ours.stream()
        .filter(s ->
            standings.values().stream().noneMatch(w -> w.desired().fullName().equals(s.name())))
        .toList();
    this.held = doomed.size() * 2 > ours.size()
        && !snapshot.ledger().approved(snapshot.desired().revision());
    this.due = standings.values().stream().allMatch(ServiceStanding::healthy)
        && jobs.values().stream()
            .allMatch(j -> j.phase() == JobPhase.SUCCEEDED || j.phase() == JobPhase.SUPERSEDED);
  }

  List<Action> actions() {
    if (held || !due) return List.of();
    return doomed.stream()
        .<Action>map(s -> new Action.RemoveService(s.name(), s, "no longer in the manifest"))
        .toList();
  }

  boolean held() {
    return held && !doomed.isEmpty();
  }

  List<String> names() {
    return doomed.stream().map(ObservedService::name).sorted().toList();
  }
}
