package dev.skep.manifests;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Quantities as the Docker CLI reads them: Go durations, sizes in units of 1024, CPUs. */
public final class Units {
  private static final int LONGEST = 60;
  private static final Pattern STEP =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h|d)");
  private static final Pattern SIZE =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kmgtp])?i?b?", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Long> NANOS = Map.of(
      "ns", 1L,
      "us", 1_000L,
      "µs", 1_000L,
      "μs", 1_000L,
      "ms", 1_000_000L,
      "s", 1_000_000_000L,
      "m", 60_000_000_000L,
      "h", 3_600_000_000_000L,
      "d", 86_400_000_000_000L);
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  private Units() {}

  /** As Go's {@code time.ParseDuration}: {@code 1m30s}, {@code 1.5s}, {@code 0}. */
  static OptionalLong nanos(String text) {
    return text.contains("d") ? OptionalLong.empty() : nanosOrDays(text);
  }

  /** As {@link #nanos}, and with days, for what no engine reads. */
  static Optional<Duration> duration(String text) {
    var nanos = nanosOrDays(text);
    return nanos.isPresent() ? Optional.of(Duration.ofNanos(nanos.getAsLong())) : Optional.empty();
  }

  private static OptionalLong nanosOrDays(String text) {
    if (text.equals("0")) return OptionalLong.of(0);
    if (text.isEmpty() || text.length() > LONGEST) return OptionalLong.empty();
    var m = STEP.matcher(text);
    var total = BigDecimal.ZERO;
    int end = 0;
    while (m.find() && m.start() == end) {
      total =
          total.add(new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(NANOS.get(m.group(2)))));
      end = m.end();
    }
    return end == text.length() ? exact(total) : OptionalLong.empty();
  }

  /** {@code 50m}, {@code 1.5g}, {@code 64MiB}: all in units of 1024. */
  public static OptionalLong bytes(String text) {
    var m = SIZE.matcher(text);
    if (text.length() > LONGEST || !m.matches()) return OptionalLong.empty();
    var size = new BigDecimal(m.group(1));
    if (m.group(2) != null) {
      int power = "kmgtp".indexOf(m.group(2).toLowerCase(Locale.ROOT)) + 1;
      size = size.multiply(BigDecimal.valueOf(1L << 10 * power));
    }
    return exact(size);
  }

  /** CPUs in billionths; empty if finer than that. */
  public static OptionalLong nanoCpus(String text) {
    try {
      if (text.length() > LONGEST) return OptionalLong.empty();
      var nano = new BigDecimal(text).multiply(BILLION);
      return nano.signum() < 0
          ? OptionalLong.empty()
          : OptionalLong.of(nano.setScale(0, RoundingMode.UNNECESSARY).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong exact(BigDecimal value) {
    try {
      return OptionalLong.of(value.setScale(0, RoundingMode.DOWN).longValueExact());
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }
}
