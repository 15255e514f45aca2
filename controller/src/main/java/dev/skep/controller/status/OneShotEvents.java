package dev.skep.controller.status;

import dev.skep.model.OneShotStatus;
import dev.skep.reconciler.OneShotPass.Outcome;
import dev.skep.reconciler.OneShotPass.Pass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has happened to one-shots that nobody committed. */
final class OneShotEvents {
  private OneShotEvents() {}

  /**
   * @param before the look before this one, by service; empty at the first, which tells nothing
   */
  static List<Event> of(Optional<Map<String, OneShotStatus>> before, Pass pass, Instant now) {
    var out = new ArrayList<Event>();
    pass.outcomes().forEach(o -> out.add(action(o, now)));
    before.ifPresent(known -> pass.statuses().forEach(shot -> phase(known, shot, now, out)));
    return out;
  }

  private static Event action(Outcome outcome, Instant now) {
    var action = outcome.action();
    return new Event(
        now,
        action.end().stack(),
        Event.Kind.ACTION,
        action.target(),
        action.getClass().getSimpleName(),
        action.reason(),
        Events.result(outcome.result()));
  }

  private static void phase(
      Map<String, OneShotStatus> known, OneShotStatus shot, Instant now, List<Event> out) {
    var old = Optional.ofNullable(known.get(shot.service())).map(s -> s.row().phase());
    var row = shot.row();
    if (old.equals(Optional.of(row.phase()))) return;
    out.add(new Event(
        now,
        shot.namespace().orElse(""),
        Event.Kind.JOB,
        "job " + shot.service(),
        row.reason().text(),
        row.message(),
        Events.change(old.map(p -> p.text()), row.phase().text())));
  }
}
