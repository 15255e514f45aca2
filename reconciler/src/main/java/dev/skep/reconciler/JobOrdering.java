package dev.skep.reconciler;

import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobOrders.Rerun;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** What orders to the controller mean for a job as it stands. Pure. */
final class JobOrdering {
  private final JobStanding job;
  private final Instant now;

  JobOrdering(JobStanding job, Instant now) {
    this.job = job;
    this.now = now;
  }

  CommandStep suspend(String note) {
    if (!job.asked() && job.open().isEmpty()) return left();
    var orders = job.view().orders();
    if (orders.suspended().isPresent()) {
      return new CommandStep.Nothing(
          it() + " is suspended already, since " + orders.suspended().get().at() + next("resume"));
    }
    var effect = switch (job.row().phase()) {
      case STARTING, RUNNING, STOPPING -> "; the attempt under way is stopped";
      case PENDING,
          BLOCKED,
          BACKING_OFF,
          UNKNOWN,
          SUSPENDED,
          SUCCEEDED,
          SCHEDULED,
          FAILED,
          SUPERSEDED -> "; no attempt begins";
    };
    return new CommandStep.Give(
        orders.suspend(now, note), it() + " is suspended" + effect + next("resume"));
  }

  CommandStep resume() {
    var orders = job.view().orders();
    boolean byManifest = job.view().policy().suspend();
    var manifest = "its manifest suspends it: "
        + Remedies.resume(job.view().stack(), job.view().job(), JobView.BY_MANIFEST);
    if (orders.suspended().isEmpty()) {
      return byManifest
          ? new CommandStep.Refuse("no order suspends " + it() + "; " + manifest)
          : new CommandStep.Nothing(it() + " is not suspended" + next("describe"));
    }
    return new CommandStep.Give(
        orders.resume(),
        it()
            + (byManifest
                ? " is no longer suspended by order, but " + manifest
                : " goes on" + next("describe")));
  }

  CommandStep cancel(String note) {
    var row = job.row();
    return switch (row.phase()) {
      case SUCCEEDED, SCHEDULED, SUPERSEDED -> refuse("nothing of it is under way");
      case FAILED -> refuse("nothing of it is under way; run it again with", "rerun");
      case UNKNOWN -> refuse("say how its attempt ended", "resolve");
      case BLOCKED ->
        row.reason() == Reason.WAITING_FOR_GATE ? cancelPresent(note) : refuseBlocked();
      case PENDING, STARTING, RUNNING, BACKING_OFF, SUSPENDED, STOPPING -> cancelPresent(note);
    };
  }

  /** The run that is under way, or else the one that is wanted and waits. */
  private CommandStep cancelPresent(String note) {
    var run = job.open().map(JobRecord::run).orElseGet(job::wantedRun);
    if (!job.asked() && job.open().isEmpty()) return left();
    if (run.id().isEmpty()) return refuse("its stack's record is missing; run the controller once");
    if (succeeded(run)) return refuse("its run has just succeeded");
    var orders = job.view().orders();
    var after = job.open().isPresent() && !run.id().equals(job.wantedRun().id())
        ? "\nthe run that its manifest asks for now comes after it"
        : "\ngo on with a change to its manifest, or: " + Remedies.command("rerun", job.name());
    var which = "run " + RunKey.brief(run.key()) + " of " + it();
    if (orders.cancelled(run.id()).isPresent()) {
      return new CommandStep.Nothing(which + " is given up already" + after);
    }
    var open = job.open().isPresent() ? "; its attempt is stopped" : "";
    return new CommandStep.Give(
        orders.cancel(run.id()).cancelledBecause(note), which + " is given up" + open + after);
  }

  private boolean succeeded(JobRecord.Run run) {
    return job.view().attemptsOfRun(run.id()).stream()
        .anyMatch(a -> a.verdict() == Verdict.RUN_SUCCEEDED);
  }

  /**
   * @param now also in place of a run that waits for its next attempt
   * @param token never used before
   */
  CommandStep rerun(String note, boolean now, String token) {
    var orders = job.view().orders();
    var order = new Rerun(job.wantedKey(), token, this.now, note);
    // The answer to our order was lost: the run may be under way by now.
    if (orders.rerun().equals(Optional.of(order))) return new CommandStep.Nothing(again(order));
    if (!job.asked()) return left();
    var suspended = job.view().suspended();
    if (suspended.isPresent()) {
      return new CommandStep.Refuse(it() + " is suspended (" + suspended.get() + "); first: "
          + Remedies.resume(job.view().stack(), job.view().job(), suspended.get()));
    }
    var row = job.row();
    return switch (row.phase()) {
      case SUCCEEDED, SCHEDULED, FAILED -> new CommandStep.Give(orders.rerun(order), again(order));
      case BLOCKED ->
        row.reason() == Reason.NEEDS_BASELINE || row.reason() == Reason.LEDGER_SET_BACK
            ? new CommandStep.Give(orders.rerun(order), again(order))
            : refuseBlocked();
      case BACKING_OFF ->
        now
            ? new CommandStep.Give(orders.cancel(job.wantedRun().id()).rerun(order), again(order))
            : refuse("it is tried again by itself; to try at once: "
                + Remedies.command("rerun", job.name()) + " --now");
      case STARTING, RUNNING, STOPPING ->
        refuse("a run is under way; wait for its end, or first", "cancel");
      case UNKNOWN -> refuse("first say how its attempt ended", "resolve");
      case PENDING, SUSPENDED, SUPERSEDED ->
        refuse("it has not run yet, and does as soon as nothing is in its way");
    };
  }

  private String again(Rerun order) {
    return it() + " runs once more, as "
        + RunKey.brief(RunKey.withToken(order.runKey(), order.token())) + next("describe");
  }

  private String it() {
    return "job " + job.name();
  }

  private String next(String verb) {
    return "\nnext: " + Remedies.command(verb, job.name());
  }

  private CommandStep left() {
    return new CommandStep.Refuse(
        it() + " is no longer in the manifest of stack " + job.view().stack());
  }

  private CommandStep refuse(String why) {
    return new CommandStep.Refuse(it() + " is " + job.row().phase().text() + ": " + why);
  }

  private CommandStep refuse(String why, String verb) {
    return refuse(why + ": " + Remedies.command(verb, job.name()));
  }

  private CommandStep refuseBlocked() {
    var ways = Remedies.of(job.view().stack(), job.row()).stream()
        .map(way -> "; or: " + way.replaceFirst("  +#.*", ""))
        .collect(Collectors.joining());
    return refuse(job.row().message() + ways.replaceFirst("or: ", ""));
  }
}
