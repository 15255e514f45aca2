package dev.skep.controller.git;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Has something done again and again on a thread of its own, and sooner when hinted. */
final class Rounds implements AutoCloseable {
  /** Between two rounds, however many hints come. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final Duration END = Duration.ofSeconds(2);

  private final Supplier<Duration> round;
  private final Semaphore hints = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param round one round; says how long to wait for the next
   */
  Rounds(String name, Supplier<Duration> round) {
    this.round = round;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void hint() {
    hints.release();
  }

  boolean closed() {
    return closed.getCount() == 0;
  }

  private void run() {
    try {
      while (!closed()) {
        var wait = round.get();
        if (closed.await(SHORTEST.toMillis(), TimeUnit.MILLISECONDS)) return;
        boolean hinted = hints.tryAcquire(wait.minus(SHORTEST).toMillis(), TimeUnit.MILLISECONDS);
        if (hinted) hints.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits a little for a round that is under way. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      if (thread.isAlive()) thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
