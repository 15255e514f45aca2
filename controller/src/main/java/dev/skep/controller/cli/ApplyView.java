package dev.skep.controller.cli;

import dev.skep.controller.print.Progress;
import dev.skep.controller.print.Terminal;
import dev.skep.model.AttemptRecord;
import dev.skep.model.DesiredStack;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What {@code skep apply} prints while it works and when it ends. */
final class ApplyView {
  private static final Duration REDRAW = Duration.ofMillis(500);

  private final PrintWriter out;
  private final PrintWriter err;
  private final Terminal terminal;
  private final Records records;
  private final Optional<StatusWriter> files;
  private final Instant began = Instant.now();
  private final Map<String, Progress> progress = new HashMap<>();
  private final Map<String, StackStatus> latest = new HashMap<>();
  private String fault = "";

  ApplyView(
      PrintWriter out,
      PrintWriter err,
      Terminal terminal,
      Records records,
      Optional<StatusWriter> files) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.records = records;
    this.files = files;
  }

  /** What did not go as it should, and holds nothing up. */
  synchronized void warned(String stack, String what) {
    err.println("skep: " + stack + ": " + what);
    err.flush();
  }

  /** Called after every pass, from several threads. */
  synchronized void passed(DesiredStack desired, Either<SwarmFault, Pass> result) {
    files.ifPresent(f -> f.passed(desired, result));
    if (result.isLeft()) {
      var message = result.getLeft().message();
      if (!message.equals(fault)) err.println("skep: " + message + " (trying on)");
      err.flush();
      fault = message;
      return;
    }
    var pass = result.get();
    latest.put(desired.name(), pass.status());
    out.print(of(desired.name()).update(pass.status(), pass.outcomes(), elapsed(), Instant.now()));
    out.flush();
    for (var outcome : pass.outcomes()) {
      if (outcome.result().isLeft()
          && outcome.result().getLeft() instanceof SwarmFault.Rejected r) {
        err.println("skep: " + outcome.action().target() + ": " + r.message());
      }
    }
    err.flush();
  }

  /**
   * Waits, for a time at most, and keeps the clocks on a terminal going: while a job runs and
   * nothing moves, passes are rare. False when the time is over.
   */
  boolean until(CountDownLatch open, Duration most) throws InterruptedException {
    if (!terminal.interactive()) return open.await(most.toMillis(), TimeUnit.MILLISECONDS);
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (open.await(Math.min(left, REDRAW.toNanos()), TimeUnit.NANOSECONDS)) return true;
      redraw();
    }
    return false;
  }

  private synchronized void redraw() {
    latest.forEach(
        (name, status) -> out.print(of(name).update(status, List.of(), elapsed(), Instant.now())));
    out.flush();
  }

  synchronized void end(Map<String, Settled> settled, boolean timedOut) {
    latest.forEach((name, status) -> {
      var ending = of(name).end(status, elapsed(), log(status));
      out.print(ending.out());
      out.flush();
      err.print(ending.err());
    });
    if (timedOut) {
      settled.forEach((name, how) -> {
        if (how == Settled.NOT_YET) {
          err.println(name + ": not there after " + elapsed().toSeconds()
              + "s; the work goes no further until somebody applies again");
        }
      });
    }
    err.flush();
  }

  private Progress of(String stack) {
    return progress.computeIfAbsent(stack, s -> new Progress(terminal));
  }

  private Duration elapsed() {
    return Duration.between(began, Instant.now());
  }

  /** Of the job that keeps the stack from converging, if there is one. */
  private List<String> log(StackStatus status) {
    return status.jobs().stream()
        .flatMap(j -> j.last().stream())
        .filter(a -> a.verdict() == AttemptRecord.Verdict.RUN_FAILED)
        .findFirst()
        .flatMap(a -> records.log(a.run(), a.number()).toJavaOptional())
        .orElse(List.of());
  }
}
