package dev.skep.controller.doctor;

import dev.skep.model.Finding;
import java.time.Duration;
import java.util.Optional;

/** How far a clock may be from ours. Leases need none; times that people read, and waits, do. */
final class Clocks {
  private static final Duration ODD = Duration.ofSeconds(2);
  private static final Duration WRONG = Duration.ofSeconds(30);
  private static final String MEND =
      "have all machines keep their time by NTP: timedatectl set-ntp true";

  private Clocks() {}

  /**
   * @param whose such as {@code of the engine}
   * @param ahead of ours; empty when it did not tell
   * @param took the answer that it came with: no more is known than within half of that
   */
  static Finding of(String whose, Optional<Duration> ahead, Duration took) {
    var about = "clock";
    if (ahead.isEmpty()) {
      return Finding.warn(about, "the one " + whose + " is not told", MEND);
    }
    var surely = ahead.get().abs().minus(took.dividedBy(2));
    var way = ahead.get().isNegative() ? " behind" : " ahead of";
    var said = "the one " + whose + " is " + Times.text(ahead.get()) + way + " this machine's";
    if (surely.compareTo(WRONG) >= 0) {
      return Finding.fail(about, said + "; waits and deadlines of jobs go by them", MEND);
    }
    return surely.compareTo(ODD) >= 0
        ? Finding.warn(about, said, MEND)
        : Finding.ok(about, "the one " + whose + " goes with this machine's");
  }
}
