package dev.skep.reconciler;

import java.time.Instant;

/** Time, handed in so that tests can turn it. */
public interface Clock {
  /** Wall-clock time: for comparing with the engine's times and for telling people. */
  Instant now();

  /** Monotonic nanoseconds: for leases and waits, which no clock step may touch. */
  long nanos();

  Clock SYSTEM = new Clock() {
    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }
  };
}
