package dev.skep.controller.status;

import dev.skep.controller.source.Commit;
import dev.skep.controller.source.SourceState;
import dev.skep.controller.source.SourceState.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has happened to the source of all stacks, told from two looks at what it says of itself. */
final class SourceEvents {
  private final Instant now;
  private final String target;
  private final List<Event> out = new ArrayList<>();

  private SourceEvents(Instant now, String name) {
    this.now = now;
    this.target = "source " + name;
  }

  /**
   * @param before empty at the first look
   */
  static List<Event> of(Optional<SourceState> before, SourceState after, Instant now) {
    var events = new SourceEvents(now, after.name());
    after.commit().ifPresent(c -> events.commit(before.flatMap(SourceState::commit), c, after));
    events.trouble(before.flatMap(SourceState::trouble), after.trouble());
    return List.copyOf(events.out);
  }

  private void commit(Optional<Commit> before, Commit after, SourceState state) {
    if (before.map(Commit::id).equals(Optional.of(after.id()))) return;
    state
        .replaced()
        .ifPresent(old -> add(
            "HistoryRewritten",
            after.shortId() + " does not build on " + old.shortId() + " by " + old.author() + ": "
                + old.subject(),
            Events.change(Optional.of(old.shortId()), after.shortId())));
    add(
        "CommitTaken",
        after.author() + ": " + after.subject(),
        Events.change(before.map(Commit::shortId), after.shortId()));
  }

  private void trouble(Optional<Trouble> before, Optional<Trouble> after) {
    if (before.map(Trouble::message).equals(after.map(Trouble::message))) return;
    after.ifPresentOrElse(
        trouble -> add("TroubleBegan", trouble.message(), "what was read before stays in force"),
        () -> add(
            "TroubleEnded",
            before.map(Trouble::message).orElse(""),
            "well again; was not since " + before.map(Trouble::since).orElse(now)));
  }

  private void add(String reason, String message, String result) {
    out.add(new Event(now, "", Event.Kind.SOURCE, target, reason, message, result));
  }
}
