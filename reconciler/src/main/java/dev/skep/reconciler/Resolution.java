package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import dev.skep.reconciler.JobCommands.As;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** What a person's word on work of which Skep cannot know means for a job as it stands. Pure. */
final class Resolution {
  private final JobStanding job;
  private final As as;
  private final String note;
  private final Instant now;

  Resolution(JobStanding job, As as, String note, Instant now) {
    this.job = job;
    this.as = as;
    this.note = note;
    this.now = now;
  }

  /**
   * @param rest of the job's record, when that is there and cannot be read
   */
  CommandStep step(Optional<Held<LedgerRepair.Rest>> rest) {
    var row = job.row();
    if (row.reason() == Reason.LEDGER_LOST) return new LedgerRepair(job, rest).step(as, this::word);
    if (said()) return new CommandStep.Nothing("your word on " + it() + " is recorded" + next());
    if (!job.asked() && job.open().isEmpty()) return refuse("is no longer in the manifest");
    return switch (row.phase()) {
      case UNKNOWN -> ofOpen();
      case FAILED -> done("failed");
      case BLOCKED ->
        row.reason() == Reason.NEEDS_BASELINE || row.reason() == Reason.LEDGER_SET_BACK
            ? done("never ran as far as is known")
            : nothingToDecide();
      // Before a suspension goes: the work may have been done where nothing tells of it.
      case SUSPENDED ->
        as == As.SUCCEEDED && job.open().isEmpty() ? done("been suspended") : nothingToDecide();
      case PENDING, STARTING, RUNNING, BACKING_OFF, STOPPING, SUCCEEDED, SCHEDULED, SUPERSEDED ->
        nothingToDecide();
    };
  }

  /** The answer to our write was lost, and it had been made. */
  private boolean said() {
    return job.view().attempts().stream()
        .anyMatch(a -> a.reason() == Reason.RESOLVED
            && a.verdict() == verdict()
            && a.endedAt().equals(now)
            && a.message().equals(note));
  }

  private CommandStep nothingToDecide() {
    return refuse("is " + job.row().phase().text() + ": there is nothing for a person to decide");
  }

  /** It becomes the attempt's record, which can be written only once. */
  private CommandStep ofOpen() {
    var record = job.open().orElseThrow();
    var comes = switch (as) {
      case SUCCEEDED -> "succeeded" + next();
      case FAILED ->
        "failed for good; go on with a change to its manifest, or: "
            + Remedies.command("rerun", job.name());
      case RETRY -> "failed, to be tried again" + next();
    };
    return new CommandStep.Say(
        word(record.run(), record.attempt(), record.serviceId()),
        "attempt " + record.attempt() + " of " + it() + " is recorded: " + comes);
  }

  /** The work was done by other hands: a success of the wanted run, without an attempt of ours. */
  private CommandStep done(String before) {
    if (as == As.FAILED) return refuse("has " + before + ": there is nothing to add");
    if (as == As.RETRY) {
      return refuse("has " + before + "; to run it: " + Remedies.command("rerun", job.name()));
    }
    var view = job.view();
    var run = job.wantedRun();
    var word = word(run, view.nextNumber(), Optional.empty());
    var keys = keys(view);
    var after = view.record()
        .map(held -> held.value().withSucceeded(keys, held.value().epoch()))
        .orElseGet(() -> new JobRecord(
            view.stack(),
            view.job(),
            view.incarnation(),
            run,
            word.number(),
            Optional.empty(),
            0,
            keys));
    return new CommandStep.Save(
        Optional.of(word),
        view.record().map(held -> held),
        after,
        "run " + RunKey.brief(run.key()) + " of " + it() + " is recorded: succeeded" + next());
  }

  /** All that the wanted work is known by here; the controller adds what else it goes by. */
  static List<String> keys(JobView view) {
    var wanted = view.wanted().orElseThrow();
    var keys = new TreeSet<>(wanted.keys());
    keys.add(wanted.run().key());
    return List.copyOf(keys);
  }

  private AttemptRecord word(JobRecord.Run run, int number, Optional<String> serviceId) {
    return new AttemptRecord(
        job.view().stack(),
        job.view().job(),
        run.id(),
        run.key(),
        run.number(),
        number,
        as == As.SUCCEEDED ? Result.SUCCEEDED : Result.FAILED,
        verdict(),
        Reason.RESOLVED,
        note,
        OptionalInt.empty(),
        Optional.empty(),
        serviceId,
        now,
        now,
        run.because());
  }

  private Verdict verdict() {
    return switch (as) {
      case SUCCEEDED -> Verdict.RUN_SUCCEEDED;
      case FAILED -> Verdict.RUN_FAILED;
      case RETRY -> Verdict.RETRY;
    };
  }

  private String it() {
    return "job " + job.name();
  }

  private String next() {
    return "\nnext: " + Remedies.command("describe", job.name());
  }

  private CommandStep refuse(String why) {
    return new CommandStep.Refuse(it() + " " + why);
  }
}
