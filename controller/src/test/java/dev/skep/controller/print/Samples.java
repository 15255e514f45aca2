package dev.skep.controller.print;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.Condition;
import dev.skep.model.Condition.Status;
import dev.skep.model.Condition.Type;
import dev.skep.model.Cron;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.StackStatus.ServiceRow;
import dev.skep.reconciler.JobFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The story of the shop: image 1.5.0 comes, its migration fails three times, the app stays. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-11-22T03:07:31Z");
  public static final String OLD = "7be04d1000000000000000000000000000000000";
  public static final String NEW = "9f3c1e2000000000000000000000000000000000";
  public static final String KEY = "v1-5d7a1c90q2w3e4r5t6y7u8i9o0";

  public static final List<String> LOG = List.of(
      "Applying orders.0042_currency...",
      "psycopg2.errors.UniqueViolation: could not create unique index \"orders_ref_key\"",
      "DETAIL:  Key (ref)=(A-1027) is duplicated.");

  public static final JobPolicy POLICY = JobPolicy.DEFAULT.retrying(
      true,
      OptionalInt.of(2),
      new JobPolicy.Backoff(Duration.ofSeconds(3), 2, Duration.ofMinutes(5)));

  private Samples() {}

  public static AttemptRecord attempt(
      int number, String run, Result result, Verdict verdict, String node, String from, int took) {
    var start = Instant.parse(from);
    var exit = switch (result) {
      case SUCCEEDED -> OptionalInt.of(0);
      case FAILED, IGNORED -> OptionalInt.of(1);
      case TIMED_OUT, LOST, STOPPED, NOT_STARTED -> OptionalInt.empty();
    };
    return new AttemptRecord(
        "shop",
        "migrate-pg",
        run,
        run.equals("run-2") ? KEY : "v1-00ld00ld00ld",
        run.equals("run-2") ? 14 : 13,
        number,
        result,
        verdict,
        switch (verdict) {
          case RUN_SUCCEEDED -> Reason.COMPLETED;
          case RUN_FAILED -> Reason.BACKOFF_LIMIT_EXCEEDED;
          case RETRY, SUPERSEDED -> Reason.EXIT_CODE;
        },
        result == Result.FAILED ? "task: non-zero exit (1)" : "",
        exit,
        Optional.of(node),
        Optional.of("srv" + number),
        start,
        start.plusSeconds(took));
  }

  public static List<AttemptRecord> attempts() {
    return List.of(
        attempt(
            1,
            "run-1",
            Result.SUCCEEDED,
            Verdict.RUN_SUCCEEDED,
            "worker-1",
            "2026-11-19T10:12:40Z",
            4),
        attempt(2, "run-2", Result.FAILED, Verdict.RETRY, "worker-1", "2026-11-22T03:04:10Z", 4),
        attempt(3, "run-2", Result.FAILED, Verdict.RETRY, "worker-2", "2026-11-22T03:04:17Z", 4),
        attempt(
            4, "run-2", Result.FAILED, Verdict.RUN_FAILED, "worker-2", "2026-11-22T03:04:27Z", 4));
  }

  /** One of the present run. */
  static AttemptRecord attempt(int number, Result result, Reason reason) {
    var at = Instant.parse("2026-11-22T03:04:10Z");
    boolean ran = result == Result.FAILED || result == Result.IGNORED;
    return new AttemptRecord(
        "shop",
        "migrate-pg",
        "run-2",
        KEY,
        14,
        number,
        result,
        Verdict.RETRY,
        reason,
        "",
        ran ? OptionalInt.of(1) : OptionalInt.empty(),
        Optional.of("worker-1"),
        Optional.empty(),
        at,
        at.plusSeconds(4));
  }

  /** All that is known of the migration, whose present run is the fourteenth. */
  static JobFacts facts(
      StackStatus stack, JobRow row, List<AttemptRecord> attempts, Optional<JobFacts.Open> open) {
    var run = new JobRecord.Run("run-2", KEY, 14, row.because(), Map.of());
    return new JobFacts(stack, row, run, POLICY, attempts, open);
  }

  static JobFacts.Open open(String run, int number) {
    var of = run.equals("run-2")
        ? new JobRecord.Run(run, KEY, 14, "image 1.4.2 -> 1.5.0", Map.of())
        : new JobRecord.Run(run, "v1-15newest", 15, "told to run again", Map.of());
    return new JobFacts.Open(of, number, Optional.of("srv" + number), true);
  }

  public static JobRow migrate(JobPhase phase, Reason reason, String message, int made) {
    return new JobRow(
        "migrate-pg",
        phase,
        reason,
        message,
        "v1-5d7a1c90",
        "image 1.4.2 -> 1.5.0",
        made,
        OptionalInt.of(3),
        made == 0 ? Optional.empty() : Optional.of(attempts().get(made)),
        phase == JobPhase.BACKING_OFF ? Optional.of(NOW.plusSeconds(3)) : Optional.empty(),
        phase == JobPhase.FAILED);
  }

  public static JobRow succeeded(String name) {
    return new JobRow(
        name,
        JobPhase.SUCCEEDED,
        Reason.FROM_RECORD,
        "",
        "v1-9f2e77b1",
        "first run",
        1,
        OptionalInt.empty(),
        Optional.of(attempts().getFirst()),
        Optional.empty(),
        false);
  }

  /** A backup every night, which was well done last night. */
  public static JobRow nightly(JobPhase phase) {
    var last = succeeded("backup");
    var vienna = ZoneId.of("Europe/Vienna");
    return new JobRow(
        "backup",
        phase,
        phase == JobPhase.SUSPENDED ? Reason.SUSPENDED : Reason.WAITING_FOR_SLOT,
        "next run at 2026-11-23T01:30:00Z",
        last.runKey(),
        "slot 2026-11-22T01:30:00Z",
        1,
        OptionalInt.empty(),
        last.last(),
        Optional.of(Instant.parse("2026-11-23T01:30:00Z")),
        false,
        Optional.of(
            new Schedule(Cron.of("30 2 * * *"), vienna, Concurrency.FORBID, Optional.empty())));
  }

  public static ServiceRow service(String name, int running, int desired) {
    return new ServiceRow(
        name,
        "registry.acme.io/" + name + ":1.4.2@sha256:1f0c5d7a1c90",
        running,
        desired,
        running == desired,
        "none",
        Optional.empty(),
        "");
  }

  public static ServiceRow held() {
    return new ServiceRow(
        "app",
        "registry.acme.io/shop:1.5.0@sha256:88ab5d7a1c90",
        2,
        2,
        false,
        "held: image shop:1.4.2 -> shop:1.5.0",
        Optional.of("job/migrate-pg"),
        "");
  }

  public static StackStatus status(
      String name,
      Phase phase,
      String summary,
      List<ServiceRow> services,
      List<JobRow> jobs,
      List<String> unblock) {
    var ready = phase == Phase.READY ? Status.TRUE : Status.FALSE;
    boolean failed = phase == Phase.BLOCKED;
    var why = failed ? Reason.JOB_FAILED : phase == Phase.READY ? Reason.IN_SYNC : Reason.APPLYING;
    var applied = new StackRecord.Applied(
        phase == Phase.READY ? NEW : OLD, Instant.parse("2026-11-19T10:12:44Z"));
    return new StackStatus(
        name,
        phase,
        summary,
        Optional.of(applied),
        NEW,
        List.of(
            new Condition(Type.READY, ready, why, summary),
            new Condition(
                Type.STALLED,
                failed ? Status.TRUE : Status.FALSE,
                failed ? why : Reason.IN_SYNC,
                failed ? summary : ""),
            new Condition(Type.HEALTHY, Status.TRUE, Reason.ALL_TASKS_RUNNING, "")),
        services,
        jobs,
        unblock);
  }

  public static StackStatus blocked() {
    return status(
        "shop",
        Phase.BLOCKED,
        "job migrate-pg failed (exit 1): task: non-zero exit (1)",
        List.of(service("postgres", 1, 1), held()),
        List.of(
            succeeded("backup-db"),
            migrate(JobPhase.FAILED, Reason.BACKOFF_LIMIT_EXCEEDED, "task: non-zero exit (1)", 3)),
        List.of(
            "push a fix: a new image or command for migrate-pg starts a new run at once",
            "skep describe job shop_migrate-pg   # attempts and last log lines"));
  }

  public static StackStatus progressing(JobRow migrate) {
    return status(
        "shop",
        Phase.PROGRESSING,
        "job migrate-pg " + migrate.phase().text(),
        List.of(service("postgres", 1, 1), held()),
        List.of(migrate),
        List.of());
  }

  public static StackStatus ready() {
    return status(
        "shop",
        Phase.READY,
        "",
        List.of(service("postgres", 1, 1), service("app", 2, 2)),
        List.of(succeeded("migrate-pg")),
        List.of());
  }
}
