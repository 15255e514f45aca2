package dev.skep.controller.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Does something at once when it is asked for, and no more often than it may: what is asked for
 * sooner after the last time is done together, when the time has come. Thread-safe.
 */
final class Spaced {
  private final Duration apart;
  private final Executor executor;
  private final Runnable work;
  private boolean waiting;
  private long next = System.nanoTime();

  /**
   * @param apart how long from one beginning to the next at least
   */
  Spaced(Duration apart, Executor executor, Runnable work) {
    this.apart = apart;
    this.executor = executor;
    this.work = work;
  }

  /** Returns at once. */
  synchronized void ask() {
    if (waiting) return;
    waiting = true;
    long wait = Math.max(0, next - System.nanoTime());
    CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, executor).execute(this::begin);
  }

  private void begin() {
    synchronized (this) {
      waiting = false;
      next = System.nanoTime() + apart.toNanos();
    }
    work.run();
  }
}
