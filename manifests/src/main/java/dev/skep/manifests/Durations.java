package dev.skep.manifests;

import java.util.OptionalLong;

/** Reads durations of Compose keys. */
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
}
