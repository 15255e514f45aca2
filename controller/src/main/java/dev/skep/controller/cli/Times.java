package dev.skep.controller.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times as Docker and Kubernetes write them: {@code 90s}, {@code 1h30m}, {@code 250ms}. */
final class Times implements ITypeConverter<Duration> {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  @Override
  public Duration convert(String text) {
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
    if (end == 0 || end != text.length()) {
      throw new TypeConversionException("'" + text + "' is no time; write 90s, 10m or 1h30m");
    }
    return total;
  }
}
