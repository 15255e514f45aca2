package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import io.vavr.control.Either;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes what runs of jobs leave behind, without running any. */
final class RecordedJobs {
  static final String OWNER = "team";
  static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final Records records;

  RecordedJobs(FakeSwarm swarm) {
    this.records = new Records(swarm, OWNER);
  }

  /** A job whose runs have each succeeded at their only attempt. */
  void succeeded(String stack, String job, int runs) {
    var keys = new ArrayList<String>();
    for (int n = 1; n <= runs; n++) {
      keys.add(run(stack, job, n).key());
      attempt(stack, job, n, n, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED);
    }
    got(records.create(head(stack, job, runs, runs, keys)));
  }

  /** A job's record that names an attempt of a run that has not succeeded. */
  void open(String stack, String job, int run, int attempt) {
    got(records.create(head(stack, job, run, attempt, List.of())));
  }

  void attempt(String stack, String job, int run, int number, Result result, Verdict verdict) {
    got(records.create(record(stack, job, run, number, result, verdict), List.of("a line")));
  }

  /** As a step of the job does. */
  void move(String stack, String job, int run, int attempt, List<String> succeeded) {
    var before = records.heads().get().of(stack).jobs().get(job);
    got(records.swapJob(before, head(stack, job, run, attempt, succeeded)));
  }

  static AttemptRecord record(
      String stack, String job, int run, int number, Result result, Verdict verdict) {
    return new AttemptRecord(
        stack,
        job,
        run(stack, job, run).id(),
        run(stack, job, run).key(),
        run,
        number,
        result,
        verdict,
        Reason.COMPLETED,
        "",
        OptionalInt.of(0),
        Optional.of("node1"),
        Optional.of("svc" + number),
        AT.plusSeconds(number),
        AT.plusSeconds(number + 1));
  }

  static JobRecord head(String stack, String job, int run, int attempt, List<String> succeeded) {
    return new JobRecord(
        stack,
        job,
        "inc",
        run(stack, job, run),
        attempt,
        Optional.of("svc" + attempt),
        1,
        succeeded);
  }

  static JobRecord.Run run(String stack, String job, int number) {
    return new JobRecord.Run(
        stack + "." + job + "." + number, "key" + number, number, "", Map.of());
  }

  private static void got(Either<SwarmFault, Swarm.Done> written) {
    if (written.isLeft()) throw new AssertionError(written.getLeft().message());
  }
}
