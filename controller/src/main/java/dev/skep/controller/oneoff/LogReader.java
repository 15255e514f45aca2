package dev.skep.controller.oneoff;

import dev.skep.controller.docker.ServiceLog;
import dev.skep.reconciler.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Reads a job's log on threads of its own: follows it, and at the end sees to it that it is whole. */
final class LogReader {
  private static final long STEP_MILLIS = 50;
  private static final long AGAIN_MILLIS = 500;
  private static final int TRIES = 3;

  /** A node that is there sends something within this time. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Duration IN_HASTE = Duration.ofSeconds(3);

  private final ServiceLog log;
  private final Console console;
  private final Clock clock;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread follower;

  LogReader(ServiceLog log, Console console, Clock clock) {
    this.log = log;
    this.console = console;
    this.clock = clock;
    this.follower = thread(this::follow);
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("job-log").unstarted(work);
  }

  void start() {
    follower.start();
  }

  /** A node that was lost begins the stream anew when it is back: another one knows where it was. */
  void again() {
    log.breakOff();
  }

  private void follow() {
    try {
      do log.follow();
      while (!console.gone() && !ended.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The job has ended: returns when all that it wrote is out, or when no more of it comes.
   *
   * @param started there can be something to read
   * @param haste somebody wants the command to end
   * @param meanwhile is run now and again
   */
  void finish(boolean started, BooleanSupplier haste, Runnable meanwhile) {
    ended.countDown();
    boolean free = await(follower, haste, meanwhile, true);
    if (!free || !started || console.gone()) return;
    var rest = thread(this::rest);
    rest.start();
    if (!await(rest, haste, meanwhile, false) && !console.gone())
      console.tell("the end of the log may be missing: its node sends no more");
  }

  private void rest() {
    for (int i = 1; i <= TRIES; i++) {
      var read = log.rest();
      if (read.isRight() || console.gone() || Thread.currentThread().isInterrupted()) return;
      if (i == TRIES)
        console.tell("the end of the log may be missing: " + read.getLeft().message());
    }
  }

  /** Whether the thread has ended before there was silence for too long. */
  private boolean await(Thread reader, BooleanSupplier haste, Runnable meanwhile, boolean atOnce) {
    long from = clock.nanos();
    long messages = -1;
    while (reader.isAlive()) {
      if (atOnce) log.interrupt(reader);
      boolean moved = log.messages() != messages || console.writing() && !haste.getAsBoolean();
      messages = log.messages();
      if (moved) from = clock.nanos();
      var most = haste.getAsBoolean() ? IN_HASTE : SILENCE;
      if (clock.nanos() - from > most.toNanos()) {
        log.interrupt(reader);
        return false;
      }
      if (!join(reader)) return false;
      meanwhile.run();
    }
    return true;
  }

  private static boolean join(Thread reader) {
    try {
      reader.join(STEP_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
