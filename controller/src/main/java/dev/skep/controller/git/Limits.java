package dev.skep.controller.git;

import java.time.Duration;

/**
 * What a repository may cost.
 *
 * @param bytes of a checkout, and of what is kept to fetch less the next time
 * @param files of a checkout
 * @param silence how long a server may say nothing
 * @param fetch how long a fetch may take
 */
record Limits(long bytes, int files, Duration silence, Duration fetch) {
  static final Limits USUAL =
      new Limits(512L << 20, 100_000, Duration.ofSeconds(30), Duration.ofMinutes(10));

  String size() {
    return bytes >= 1 << 20 ? (bytes >> 20) + " MB" : bytes + " bytes";
  }
}
