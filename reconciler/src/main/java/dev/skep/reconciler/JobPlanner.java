package dev.skep.reconciler;

import dev.skep.model.DesiredService;
import dev.skep.model.Hash;
import dev.skep.model.JobOrders.Rerun;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.StackRecord;
import dev.skep.reconciler.JobView.Wanted;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the view of each job, wanted or only remembered, and asks the job machine. */
final class JobPlanner {
  private final Snapshot snapshot;
  private final References references;
  private final List<RunKeys.Algorithm> algorithms;
  private final String incarnation;
  private final Map<String, Set<String>> keys = new LinkedHashMap<>();
  private final Map<String, JobRecord.Run> runs = new LinkedHashMap<>();
  private final Map<String, Turn> turns = new LinkedHashMap<>();

  JobPlanner(Snapshot snapshot, References references, List<RunKeys.Algorithm> algorithms) {
    this.snapshot = snapshot;
    this.references = references;
    this.algorithms = algorithms;
    this.incarnation = incarnation(snapshot);
    for (var service : snapshot.desired().services().values()) {
      if (service.job().isEmpty()) continue;
      var record = record(service.name());
      keys.put(service.name(), RunKeys.of(algorithms, snapshot.desired(), service, record));
      runs.put(service.name(), run(service));
      turn(service).ifPresent(turn -> turns.put(service.name(), turn));
    }
  }

  static String incarnation(Snapshot snapshot) {
    return snapshot.ledger().incarnation().orElse(snapshot.incarnation());
  }

  /** Of a job of the manifest. */
  JobRecord.Run runOf(String job) {
    return turns.containsKey(job) ? turns.get(job).run() : runs.get(job);
  }

  /** What the manifest asks of every job, by name. */
  Map<String, StackRecord.Job> asked() {
    var out = new LinkedHashMap<String, StackRecord.Job>();
    runs.forEach((job, run) -> out.put(
        job,
        new StackRecord.Job(
            RunKey.withoutToken(run.key()),
            snapshot.desired().services().get(job).job().orElseThrow())));
    return Collections.unmodifiableMap(out);
  }

  Gates.JobState state(DesiredService job) {
    var record = record(job.name());
    var run = runs.get(job.name());
    boolean succeeded = record
        .filter(r -> RunKeys.succeeded(r, run.key(), keys.get(job.name())))
        .isPresent();
    boolean begun = record.filter(r -> r.run().id().equals(run.id())).isPresent();
    return new Gates.JobState(succeeded, succeeded || begun);
  }

  /** Steps by job name: of the manifest first, then of those that only records know. */
  Map<String, JobStep> steps(Gates gates) {
    var out = new LinkedHashMap<String, JobStep>();
    for (var job : runs.keySet()) {
      var service = snapshot.desired().services().get(job);
      out.put(job, JobMachine.step(view(job, Optional.of(wanted(service, gates)))));
    }
    for (var name : snapshot.ledger().jobs().keySet()) {
      out.computeIfAbsent(name, n -> JobMachine.step(view(n, Optional.empty())));
    }
    return out;
  }

  private Wanted wanted(DesiredService job, Gates gates) {
    var template = references
        .resolve(job.spec())
        .map(s -> ImageLock.apply(snapshot, s))
        .map(AttemptSpec::template);
    // Without its record the incarnation is not durable yet, and a run id must not change.
    if (snapshot.ledger().stack().isEmpty()) template = Optional.empty();
    boolean unproven = snapshot
        .ledger()
        .stack()
        .filter(s -> s.value().unproven().contains(job.name()))
        .isPresent();
    var wanted = new Wanted(
        runs.get(job.name()),
        keys.get(job.name()),
        job.job().orElseThrow(),
        template,
        OtherScheduler.gate(job, snapshot.observation()).or(() -> gates.of(job)),
        foreign(job),
        unproven);
    return Optional.ofNullable(turns.get(job.name())).map(wanted::with).orElse(wanted);
  }

  private Optional<Turn> turn(DesiredService job) {
    var policy = job.job().orElseThrow();
    if (policy.schedule().isEmpty()) return Optional.empty();
    var wanted = new Wanted(
        runs.get(job.name()),
        keys.get(job.name()),
        policy,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
    return Timetable.turn(view(job.name(), Optional.of(wanted)), key -> runId(job, key));
  }

  private Optional<JobRecord> record(String job) {
    return Optional.ofNullable(snapshot.ledger().jobs().get(job)).map(Held::value);
  }

  private JobRecord.Run run(DesiredService job) {
    var record = record(job.name());
    var base = RunKeys.known(keys.get(job.name()), record);
    var orders = snapshot.ledger().ordersOf(snapshot.desired().name(), job.name());
    var rerun = orders.rerun().filter(r -> r.runKey().equals(base));
    var key = RunKey.wanted(base, orders);
    var id = runId(job, key);
    var parts = RunKeys.brief(RunKey.parts(snapshot.desired(), job));
    var last = record.filter(r -> r.attempt() > 0).map(JobRecord::run);
    if (last.filter(r -> r.id().equals(id)).isPresent()) return last.get();
    var because = rerun
        .map(Rerun::because)
        .or(() -> last.map(r -> RunKeys.changes(r.parts(), parts)))
        .orElse("first run");
    return new JobRecord.Run(id, key, last.map(r -> r.number() + 1).orElse(1), because, parts);
  }

  private String runId(DesiredService job, String key) {
    return runId(
        snapshot.clusterId(),
        snapshot.owner(),
        snapshot.desired().name(),
        incarnation,
        job.name(),
        key);
  }

  /** The same work of the same stack on the same Swarm has the same run, whoever asks. */
  static String runId(
      String cluster, String owner, String stack, String incarnation, String job, String key) {
    return Hash.base32(String.join("/", cluster, owner, stack, incarnation, job, key), 26);
  }

  private Optional<ForeignRun> foreign(DesiredService job) {
    return snapshot
        .observation()
        .serviceNamed(job.fullName())
        .filter(s -> !s.label(Labels.OWNER).equals(Optional.of(snapshot.owner())))
        .map(s -> ForeignRun.of(s, snapshot.observation().tasksOf(s.id()), sameWork(job, s)));
  }

  private boolean sameWork(DesiredService job, ObservedService service) {
    var spec = ImageDigest.in(job.spec()) ? service.spec() : ImageDigest.without(service.spec());
    var same = new DesiredService(job.name(), spec, job.dependsOn(), job.job());
    var theirs = RunKeys.of(algorithms, snapshot.desired(), same);
    return keys.get(job.name()).stream().anyMatch(theirs::contains);
  }

  private JobView view(String job, Optional<Wanted> wanted) {
    var stack = snapshot.desired().name();
    var observation = snapshot.observation();
    var ledger = snapshot.ledger();
    return new JobView(
        stack,
        job,
        snapshot.owner(),
        incarnation,
        wanted,
        Optional.ofNullable(ledger.jobs().get(job)),
        ledger.ordersOf(stack, job),
        Optional.ofNullable(ledger.unreadable().get(job)),
        ledger.missing(job),
        ledger.attemptsOf(job),
        observation.attemptServicesOf(stack, job),
        observation::serviceNamed,
        snapshot::tasksOf,
        observation::node,
        observation.setBack(),
        snapshot.now(),
        snapshot.epoch());
  }
}
