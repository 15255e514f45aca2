package dev.skep.controller.docker;

import java.time.Duration;

/**
 * How long an answer is waited for.
 *
 * @param read a list of 1,000 services takes 50 ms; a leader cut off from the others hangs for ever
 * @param write near the 20 s after which dockerd itself gives a write up: an answer is worth
 *     waiting for, because a write without one has to be found out about; no more, because the
 *     lease waits too
 * @param log one that has not come by then is that of a node which went away
 * @param registry the engine asks it in several steps, each over a far network perhaps
 */
record Deadlines(Duration read, Duration write, Duration log, Duration registry) {
  static final Deadlines USUAL = new Deadlines(
      Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(8));

  static final Deadlines HASTY = new Deadlines(
      Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(3));
}
