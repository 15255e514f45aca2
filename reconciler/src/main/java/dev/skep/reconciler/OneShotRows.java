package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.OneShotStatus;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What is said of one-shots, by the name of their service; a service says more than a record. */
final class OneShotRows {
  /** Names may be used again and again. */
  private static final int HISTORY = 20;

  private final Map<String, List<AttemptRecord>> ended = new LinkedHashMap<>();
  private final Map<String, OneShotStatus> rows = new TreeMap<>();

  /**
   * @param recorded oldest first
   */
  OneShotRows(List<AttemptRecord> recorded) {
    for (var end : recorded)
      ended.computeIfAbsent(end.job(), n -> new ArrayList<>()).add(end);
    ended.forEach((name, ends) -> {
      var newest = ends.getLast();
      var namespace = Optional.of(newest.stack()).filter(s -> !s.isEmpty());
      show(namespace, row(newest), Optional.empty());
    });
  }

  List<OneShotStatus> statuses() {
    return List.copyOf(rows.values());
  }

  void going(ObservedService service, OneShotRun.Going going) {
    var before = ended.getOrDefault(service.name(), List.of());
    var last = before.isEmpty() ? Optional.<AttemptRecord>empty() : Optional.of(before.getLast());
    show(
        service.label(Labels.NAMESPACE),
        row(service.name(), going.phase(), going.reason(), going.message(), last),
        Optional.empty());
  }

  void over(ObservedService service, AttemptRecord end, Optional<Instant> collectAt) {
    show(service.label(Labels.NAMESPACE), row(end), collectAt);
  }

  private void show(Optional<String> namespace, JobRow row, Optional<Instant> collectAt) {
    var all = ended.getOrDefault(row.name(), List.of());
    var newest = all.subList(Math.max(0, all.size() - HISTORY), all.size());
    rows.put(row.name(), new OneShotStatus(namespace, row, newest, collectAt));
  }

  private JobRow row(AttemptRecord end) {
    var phase = switch (end.result()) {
      case SUCCEEDED -> JobPhase.SUCCEEDED;
      case LOST -> JobPhase.UNKNOWN;
      case FAILED, IGNORED, TIMED_OUT, STOPPED, NOT_STARTED -> JobPhase.FAILED;
    };
    return row(end.job(), phase, end.reason(), end.message(), Optional.of(end));
  }

  private JobRow row(
      String name, JobPhase phase, Reason reason, String message, Optional<AttemptRecord> last) {
    int made = ended.getOrDefault(name, List.of()).size();
    return new JobRow(
        name,
        phase,
        reason,
        message,
        "",
        "",
        made,
        OptionalInt.empty(),
        last,
        Optional.empty(),
        false);
  }
}
