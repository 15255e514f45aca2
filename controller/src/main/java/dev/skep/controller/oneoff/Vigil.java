package dev.skep.controller.oneoff;

import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedTask;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Watches one run, look by look, and says when it is over. No look is made here. */
final class Vigil {
  /** As long as a leader needs to be found anew, several times over. */
  private static final Duration UNANSWERED = Duration.ofMinutes(2);

  private static final Duration TASK_MADE_BY = Duration.ofSeconds(20);

  /** Between questions for the node of a task that should have ended. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final Duration start;
  private final Clock clock;
  private final Console console;
  private final Function<ObservedTask, Optional<ObservedNode>> lost;
  private long answered;
  private long waitingSince;
  private boolean started;
  private boolean silent;
  private String told = "";
  private String leaving = "";
  private long askedAt;
  private boolean lostNow;

  /**
   * @param start how long a node is waited for that takes it
   * @param lost the node that a task is on, if that was lost
   */
  Vigil(
      Duration start,
      Clock clock,
      Console console,
      Function<ObservedTask, Optional<ObservedNode>> lost) {
    this.start = start;
    this.clock = clock;
    this.console = console;
    this.lost = lost;
    this.answered = clock.nanos();
    this.waitingSince = answered;
  }

  /** A node has had its task: there may be a container, and a log. */
  boolean started() {
    return started;
  }

  /** Its node was lost since the last time that this was asked. */
  boolean lostNow() {
    boolean now = lostNow;
    lostNow = false;
    return now;
  }

  /** No task of it is known: somebody may have removed the service. */
  boolean missing(Either<SwarmFault, List<ObservedTask>> look) {
    return look.isRight() && look.get().isEmpty() && (started || past(waitingSince, TASK_MADE_BY));
  }

  /** How it ended, if so. */
  Optional<Ending> look(Either<SwarmFault, List<ObservedTask>> look) {
    if (look.isLeft()) return unanswered(look.getLeft());
    answered = clock.nanos();
    if (silent) console.note("the engine answers again");
    silent = false;
    return switch (Standing.of(look.get())) {
      case Standing.Nothing nothing -> Optional.empty();
      case Standing.Waiting waiting -> waiting(waiting.complaint());
      case Standing.Starting starting -> onNode("");
      case Standing.Running running -> onNode("");
      case Standing.Leaving leaving -> onNode(leaving(leaving.task()));
      case Standing.Exited exited -> ended(Ending.exited(exited.code()));
      case Standing.Broken broken -> ended(Ending.broken(broken.code(), broken.why()));
    };
  }

  private String leaving(ObservedTask task) {
    if (!leaving.isEmpty() && !past(askedAt, ASK_AGAIN)) return leaving;
    askedAt = clock.nanos();
    var node = lost.apply(task);
    lostNow |= node.isPresent() && !leaving.startsWith("node ");
    leaving = node.map(
            n -> "node " + n.hostname() + " is lost, and nobody knows how the job gets on"
                + " there; waiting for the node, until --timeout or Ctrl-C")
        .orElse("the engine stops it; waiting until its node tells how it ended");
    return leaving;
  }

  private Optional<Ending> ended(Ending ending) {
    started = true;
    return Optional.of(ending);
  }

  private Optional<Ending> unanswered(SwarmFault fault) {
    if (past(answered, UNANSWERED)) {
      return Optional.of(
          Ending.broken("the engine did not answer for two minutes: " + fault.message()));
    }
    if (!silent) console.note("the engine does not answer: " + fault.message());
    silent = true;
    return Optional.empty();
  }

  private Optional<Ending> waiting(String complaint) {
    say(complaint.isEmpty() ? "" : "no node has taken it yet: " + complaint);
    if (!past(waitingSince, start)) return Optional.empty();
    var why = complaint.isEmpty() ? "" : ": " + complaint;
    return Optional.of(
        Ending.broken("no node took it within " + start.toMillis() / 1000.0 + " s" + why));
  }

  private Optional<Ending> onNode(String what) {
    started = true;
    waitingSince = clock.nanos();
    say(what);
    return Optional.empty();
  }

  private void say(String what) {
    if (!what.isEmpty() && !what.equals(told)) console.note(what);
    told = what;
  }

  private boolean past(long from, Duration time) {
    return clock.nanos() - from > time.toNanos();
  }
}
