package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobOrders;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Builds what the job machine looks at, one observation after another. */
final class JobFixture {
  static final String OWNER = "team";
  static final String RUN = "aaaabbbbccccddddeeeeffff22";
  static final String KEY = "v1-keyofthisrun";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final long EPOCH = 7;

  private static final Tree.Obj SPEC = AttemptSpec.template(new Tree.Obj(Map.of(
      "Name",
      Tree.of("shop_migrate"),
      "TaskTemplate",
      new Tree.Obj(Map.of("ContainerSpec", new Tree.Obj(Map.of("Image", Tree.of("shop:1"))))))));

  private JobPolicy policy = JobPolicy.DEFAULT;
  private boolean wanted = true;
  private String wantedRun = RUN;
  private String wantedKey = KEY;
  private Set<String> keys = Set.of(KEY);
  private Optional<Gate> gate = Optional.empty();
  private Optional<ForeignRun> foreign = Optional.empty();
  private boolean unproven;
  private JobOrders orders = JobOrders.none("shop", "migrate");
  private Optional<String> missing = Optional.empty();
  private Optional<Tree.Obj> spec = Optional.of(SPEC);
  private Optional<JobRecord> record = Optional.empty();
  private Optional<String> unreadable = Optional.empty();
  private final List<AttemptRecord> attempts = new ArrayList<>();
  private final List<ObservedService> services = new ArrayList<>();
  private final List<ObservedTask> tasks = new ArrayList<>();
  private final List<ObservedNode> nodes =
      new ArrayList<>(List.of(new ObservedNode("n1", "worker-1", "ready", "active", NOW)));
  private Instant now = NOW;

  JobFixture policy(JobPolicy value) {
    policy = value;
    return this;
  }

  JobFixture backoffLimit(int limit) {
    return policy(policy.retrying(true, OptionalInt.of(limit), policy.backoff()));
  }

  JobFixture notWanted() {
    wanted = false;
    return this;
  }

  JobFixture wantedRun(String run, String key) {
    wantedRun = run;
    wantedKey = key;
    keys = Set.of(RunKey.withoutToken(key));
    return this;
  }

  JobFixture gate(String what) {
    gate = Optional.of(Gate.waiting(what, "waits for " + what));
    return this;
  }

  JobFixture withoutSpec() {
    spec = Optional.empty();
    return this;
  }

  JobFixture unreadable(String why) {
    unreadable = Optional.of(why);
    return this;
  }

  JobFixture record(int attempt, String serviceId, String... succeeded) {
    record = Optional.of(new JobRecord(
        "shop",
        "migrate",
        "inc",
        run(RUN, KEY),
        attempt,
        Optional.ofNullable(serviceId),
        EPOCH,
        List.of(succeeded)));
    return this;
  }

  JobFixture recordOfEpoch(long epoch) {
    record = record.map(r -> r.withEpoch(epoch));
    return this;
  }

  JobFixture attempt(int number, Result result, Verdict verdict, Duration ago) {
    return attempt(RUN, number, result, verdict, ago);
  }

  JobFixture attempt(String run, int number, Result result, Verdict verdict, Duration ago) {
    var ended = now.minus(ago);
    attempts.add(new AttemptRecord(
        "shop",
        "migrate",
        run,
        KEY,
        1,
        number,
        result,
        verdict,
        result == Result.SUCCEEDED ? Reason.COMPLETED : Reason.EXIT_CODE,
        "task: non-zero exit (1)",
        OptionalInt.of(1),
        Optional.of("worker-1"),
        Optional.of("s" + number),
        ended.minusSeconds(3),
        ended));
    return this;
  }

  /** The service of an attempt, labelled as ours. */
  JobFixture service(String id, int number, int replicas) {
    var named = AttemptSpec.named(SPEC, OWNER, ofAttempt(number), policy);
    services.add(observed(id, replicas == 0 ? named : withReplicas(named, replicas)));
    return this;
  }

  JobFixture stoppedService(String id, int number, int replicas, Reason why) {
    service(id, number, replicas);
    var service = services.removeLast();
    services.add(observed(id, AttemptSpec.stopped(service, why)));
    return this;
  }

  /** A service that has the attempt's name but not our labels. */
  JobFixture foreignService(int number) {
    var named = AttemptSpec.named(SPEC, "somebody-else", ofAttempt(number), policy);
    services.add(observed("foreign", named));
    return this;
  }

  JobFixture task(String serviceId, TaskState state, int exitCode, String error) {
    return task(serviceId, state, exitCode, error, "c1");
  }

  JobFixture task(
      String serviceId, TaskState state, int exitCode, String error, String containerId) {
    tasks.add(new ObservedTask(
        "t" + tasks.size(),
        serviceId,
        state == TaskState.PENDING ? Optional.empty() : Optional.of("n1"),
        state,
        state.terminal() ? "shutdown" : "running",
        state.text(),
        error.isEmpty() ? Optional.empty() : Optional.of(error),
        OptionalInt.of(exitCode),
        Optional.ofNullable(containerId),
        now.minusSeconds(5).plusSeconds(tasks.size()),
        now.minusSeconds(1),
        Tree.Obj.EMPTY));
    return this;
  }

  JobFixture nodeDown() {
    nodes.clear();
    nodes.add(new ObservedNode("n1", "worker-1", "down", "active", now.minusSeconds(20)));
    return this;
  }

  JobFixture later(Duration by) {
    now = now.plus(by);
    return this;
  }

  JobStep step() {
    return JobMachine.step(view());
  }

  private JobView view() {
    return new JobView(
        "shop",
        "migrate",
        OWNER,
        "inc",
        wanted
            ? Optional.of(new JobView.Wanted(
                run(wantedRun, wantedKey), keys, policy, spec, gate, foreign, unproven))
            : Optional.empty(),
        record.map(r -> new Held<>(r, "config", 41)),
        orders,
        unreadable,
        missing,
        attempts,
        services.stream()
            .filter(s -> s.labels().getOrDefault("dev.skep.owner", "").equals(OWNER))
            .toList(),
        name -> services.stream().filter(s -> s.name().equals(name)).findFirst(),
        id -> tasks.stream().filter(t -> t.serviceId().equals(id)).toList(),
        id -> nodes.stream().filter(n -> Optional.of(n.id()).equals(id)).findFirst(),
        now,
        EPOCH);
  }

  private static JobRecord.Run run(String id, String key) {
    return new JobRecord.Run(id, key, 1, "", Map.of());
  }

  private static JobRecord ofAttempt(int number) {
    return new JobRecord(
        "shop", "migrate", "inc", run(RUN, KEY), number, Optional.empty(), EPOCH, List.of());
  }

  private ObservedService observed(String id, Tree.Obj spec) {
    return new ObservedService(
        id,
        12,
        now.minusSeconds(9),
        now.minusSeconds(6),
        spec,
        Optional.empty(),
        Optional.empty(),
        0,
        1);
  }

  private static Tree.Obj withReplicas(Tree.Obj spec, int replicas) {
    return spec.with(List.of("Mode", "Replicated", "Replicas"), Tree.of(replicas));
  }
}
