package dev.skep.model;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as Docker and Kubernetes write them: {@code 90s}, {@code 1h30m}, {@code 250ms}. */
public final class Timespan {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  /** Longer ones could not be added to a date any more. */
  private static final int LONGEST = 64;

  private Timespan() {}

  /** Empty when the text is no time. */
  public static Optional<Duration> read(String text) {
    if (text.length() > LONGEST) return Optional.empty();
    var total = Duration.ZERO;
    var parts = PART.matcher(text);
    int end = 0;
    while (parts.find() && parts.start() == end) {
      long count = Long.parseLong(parts.group(1));
      total = total.plus(
          switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
      end = parts.end();
    }
    return end == 0 || end != text.length() ? Optional.empty() : Optional.of(total);
  }
}
