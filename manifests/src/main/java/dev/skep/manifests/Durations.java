package dev.skep.manifests;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads durations of Compose keys, and of our own, which know days too. */
final class Durations {
  private Durations() {}

  static OptionalLong nanos(Fields fields, String key, Problems problems) {
    var value = fields.value(key);
    if (value.isEmpty()) return OptionalLong.empty();
    var nanos = Values.text(value.get(), fields.path(key), problems).map(Units::nanos);
    if (nanos.isPresent() && nanos.get().isPresent() && nanos.get().getAsLong() >= 0) {
      return nanos.get();
    }
    Values.wrong(value.get(), fields.path(key), "a duration such as 10s, 1m30s or 500ms", problems);
    return OptionalLong.empty();
  }

  /** One of ours. */
  static Optional<Duration> time(Fields fields, String key, Problems problems) {
    var value = fields.value(key);
    if (value.isEmpty()) return Optional.empty();
    var time = Values.text(value.get(), fields.path(key), problems).flatMap(Units::duration);
    if (time.isEmpty()) {
      Values.wrong(value.get(), fields.path(key), "a duration such as 30s, 10m or 7d", problems);
    }
    return time;
  }

  /**
   * One of ours that is not nothing.
   *
   * @param why what is wrong with 0
   */
  static Optional<Duration> positive(Fields fields, String key, String why, Problems problems) {
    var time = time(fields, key, problems);
    if (time.filter(Duration::isZero).isEmpty()) return time;
    problems.error(fields.place(key), fields.path(key) + ": " + why);
    return Optional.empty();
  }
}
