package dev.skep.controller.docker;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * How far a log was read, so that another look goes on behind it. Messages are known by their
 * times, of which several may be equal; where a clock was put back, they are counted from the first
 * one instead.
 */
final class LogPosition {
  private static final int STREAMS = 4;

  private final long[] total = new long[STREAMS];
  private final long[] atLast = new long[STREAMS];
  private final long[] skip = new long[STREAMS];
  private Instant last = Instant.EPOCH;
  private Instant resumedAt = Instant.EPOCH;
  private boolean ordered = true;

  /**
   * The log is asked for once more.
   *
   * @return from when on, for the engine; empty for all of it
   */
  Optional<String> resume() {
    boolean all = !ordered || last.equals(Instant.EPOCH);
    System.arraycopy(all ? total : atLast, 0, skip, 0, STREAMS);
    resumedAt = all ? Instant.MAX : last;
    return all
        ? Optional.empty()
        : Optional.of("%d.%09d".formatted(last.getEpochSecond(), last.getNano()));
  }

  /**
   * A message as the engine sends it, with its time in front.
   *
   * @return where its text begins; empty when it was read before
   */
  Optional<Integer> text(int stream, byte[] message) {
    int blank = 0;
    while (blank < message.length && message[blank] != ' ') blank++;
    var at = time(new String(message, 0, blank, StandardCharsets.US_ASCII));
    if (skip[stream] > 0 && !at.isAfter(resumedAt)) {
      skip[stream]--;
      return Optional.empty();
    }
    total[stream]++;
    ordered &= !at.isBefore(last);
    if (!at.equals(last)) Arrays.fill(atLast, 0);
    atLast[stream]++;
    last = at;
    return Optional.of(Math.min(blank + 1, message.length));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
