package dev.skep.controller.status;

import dev.skep.model.AttemptRecord;
import dev.skep.model.OneShotStatus;
import java.util.Map;

/** {@code status/jobs/<service>.yaml} of a one-shot that nobody committed. */
final class OneShotDocument {
  /** Tells these files from those of committed jobs. */
  static final String MADE_BY = "madeBy";

  private OneShotDocument() {}

  static Map<String, Object> of(OneShotStatus shot, Witness witness, LogTails logs) {
    var row = shot.row();
    var body = new Fields()
        .put("phase", row.phase().text())
        .put("reason", row.reason().text())
        .put("message", row.message());
    row.last().ifPresent(last -> body.put("last", end(last)));
    body.time("collectAt", shot.collectAt());
    body.put(
        "history",
        shot.ended().reversed().stream()
            .filter(e -> row.last().filter(l -> l.run().equals(e.run())).isEmpty())
            .map(OneShotDocument::end)
            .toList());
    if (!shot.ended().isEmpty()) {
      body.text("logTail", Documents.text(logs.whole(shot.ended().getLast())));
    }
    body.put("observedAt", witness.now()).put("writer", Documents.writer(witness));
    var metadata = new Fields()
        .put("name", shot.service())
        .text("stack", shot.namespace())
        .put(MADE_BY, shot.madeBy())
        .put("owner", witness.owner());
    return Documents.of("Job", metadata.map(), body.map());
  }

  /** The engine counts its tries, not we. */
  private static Map<String, Object> end(AttemptRecord end) {
    var fields = Documents.attempt(end).map();
    fields.remove("attempt");
    return fields;
  }
}
