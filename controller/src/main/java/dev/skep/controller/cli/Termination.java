package dev.skep.controller.cli;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command finish in good order when its process is told to end (SIGTERM, SIGINT): it is
 * asked to stop, and the process waits for it. Waiting for the main thread would not do: that one
 * ends in System.exit, which itself waits for the process to end.
 */
final class Termination {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Runnable stop;
  private final OptionalInt exit;
  private final Duration grace;
  private final CountDownLatch finished = new CountDownLatch(1);

  private Termination(Runnable stop, OptionalInt exit, Duration grace) {
    this.stop = stop;
    this.exit = exit;
    this.grace = grace;
  }

  /**
   * @param stop makes the work come to its end
   * @param exit what a process that was told to end then ends with; else 128 and the signal's
   *     number, as Java has it
   */
  static <T> T guard(Runnable stop, OptionalInt exit, Callable<T> work) throws Exception {
    return guard(stop, exit, GRACE, work);
  }

  /** @param grace how long the work may take to come to its end */
  static <T> T guard(Runnable stop, OptionalInt exit, Duration grace, Callable<T> work)
      throws Exception {
    var termination = new Termination(stop, exit, grace);
    var hook = new Thread(termination::end, "termination");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.call();
    } finally {
      termination.finished.countDown();
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook with it.
    }
  }

  private void end() {
    stop.run();
    try {
      boolean inTime = finished.await(grace.toMillis(), TimeUnit.MILLISECONDS);
      if (inTime && exit.isPresent()) Runtime.getRuntime().halt(exit.getAsInt());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
