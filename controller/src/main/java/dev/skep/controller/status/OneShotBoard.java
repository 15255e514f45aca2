package dev.skep.controller.status;

import dev.skep.model.OneShotStatus;
import dev.skep.reconciler.OneShotPass.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The files of one-shots that nobody committed. Most are long over: a file is written when what it
 * says has changed, and not looked at otherwise.
 */
final class OneShotBoard {
  private final StatusFiles files;
  private final LogTails logs;
  private volatile Optional<Map<String, OneShotStatus>> latest = Optional.empty();

  /** Used by the writing thread only. */
  private final Map<String, OneShotStatus> written = new HashMap<>();

  OneShotBoard(StatusFiles files, LogTails logs) {
    this.files = files;
    this.logs = logs;
  }

  /** What a pass has seen; returns what has happened since the one before. */
  List<Event> passed(Pass pass, Instant now) {
    var before = latest;
    latest = Optional.of(pass.statuses().stream()
        .collect(Collectors.toMap(OneShotStatus::service, Function.identity())));
    return OneShotEvents.of(before, pass, now);
  }

  /**
   * Brings the folder up to date.
   *
   * @param committed names of jobs that have a file of their own, as {@code <stack>_<job>}
   */
  void write(Witness now, Set<String> committed) {
    var shots = new HashMap<>(latest.orElse(Map.of()));
    shots.keySet().removeAll(committed);
    written.keySet().retainAll(shots.keySet());
    files.oneShotsOf(shots.keySet());
    shots.forEach((service, shot) -> {
      if (shot.equals(written.get(service))) return;
      files.oneShot(service, OneShotDocument.of(shot, now, logs));
      if (files.fault().isEmpty() && whole(shot, now.now())) written.put(service, shot);
    });
  }

  /** A log that could not be read now is tried again for a while; one that is old may be dropped. */
  private boolean whole(OneShotStatus shot, Instant now) {
    if (shot.ended().isEmpty()) return true;
    var end = shot.ended().getLast();
    return !logs.whole(end).isEmpty()
        || Duration.between(end.endedAt(), now).compareTo(StatusFiles.REFRESH) > 0;
  }
}
