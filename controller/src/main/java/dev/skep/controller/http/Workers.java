package dev.skep.controller.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few threads that nobody holds for long: whoever takes too much time is interrupted, which
 * closes the connection that is read from.
 */
final class Workers implements Executor, AutoCloseable {
  private static final int IDLE_SECONDS = 30;

  private final Duration longest;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor alarms;

  Workers(String name, int count, Duration longest) {
    this.longest = longest;
    // How many wait is bounded by the connections that are accepted.
    this.threads = new ThreadPoolExecutor(
        count,
        count,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform().name(name + "-", 1).daemon().factory(),
        // Whoever comes as the server closes is not served.
        new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
    this.alarms = new ScheduledThreadPoolExecutor(
        1,
        Thread.ofPlatform().name(name + "-alarm").daemon().factory(),
        // A task that had just begun then: the end of the threads interrupts it anyway.
        new ThreadPoolExecutor.DiscardPolicy());
    alarms.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(() -> {
      var alarm = new Alarm(Thread.currentThread());
      var set = alarms.schedule(alarm, longest.toMillis(), TimeUnit.MILLISECONDS);
      try {
        task.run();
      } finally {
        set.cancel(false);
        alarm.off();
      }
    });
  }

  /** Never rings in the next task of the same thread. */
  private static final class Alarm implements Runnable {
    private final Thread thread;
    private boolean off;

    Alarm(Thread thread) {
      this.thread = thread;
    }

    @Override
    public synchronized void run() {
      if (!off) thread.interrupt();
    }

    synchronized void off() {
      off = true;
      // A late ring is for nobody.
      Thread.interrupted();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    alarms.shutdownNow();
  }
}
