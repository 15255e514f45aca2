package dev.skep.controller.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few threads that nobody holds for long: whoever takes too much time is interrupted, which
 * closes the connection that is read from.
 */
final class Workers implements Executor, AutoCloseable {
  private static final int IDLE_SECONDS = 30;

  /** So many as there are tasks, for tasks that wait more than they work. */
  static final int ONE_EACH = 0;

  private final Duration longest;
  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor alarms;

  Workers(String name, int count, Duration longest) {
    this.longest = longest;
    this.threads = count == ONE_EACH
        ? Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(name + "-", 1).factory())
        : pool(name, count);
    this.alarms = new ScheduledThreadPoolExecutor(
        1,
        Thread.ofPlatform().name(name + "-alarm").daemon().factory(),
        // A task that had just begun then: the end of the threads interrupts it anyway.
        new ThreadPoolExecutor.DiscardPolicy());
    alarms.setRemoveOnCancelPolicy(true);
  }

  private static ExecutorService pool(String name, int count) {
    // How many wait is bounded by the connections that are accepted.
    var pool = new ThreadPoolExecutor(
        count,
        count,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform().name(name + "-", 1).daemon().factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void execute(Runnable task) {
    try {
      threads.execute(() -> work(task));
    } catch (RejectedExecutionException e) {
      // Whoever comes as the server closes is not served.
    }
  }

  private void work(Runnable task) {
    var alarm = new Alarm(Thread.currentThread());
    var set = alarms.schedule(alarm, longest.toMillis(), TimeUnit.MILLISECONDS);
    try {
      task.run();
    } finally {
      set.cancel(false);
      alarm.off();
    }
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
