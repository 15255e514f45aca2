package dev.skep.controller.doctor;

import java.time.Duration;
import java.util.Locale;

/** Times as short as looks are: {@code 4 ms}, {@code 1.3 s}, {@code 75 s}. */
final class Times {
  private static final int TENTHS_COUNT = 10_000;

  private Times() {}

  static String text(Duration time) {
    long millis = time.abs().toMillis();
    if (millis < 1_000) return millis + " ms";
    return millis < TENTHS_COUNT
        ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
        : millis / 1000 + " s";
  }
}
