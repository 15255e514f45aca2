package dev.skep.reconciler;

import dev.skep.model.DesiredService;
import dev.skep.model.Hash;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.reconciler.JobView.Wanted;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Builds the view of each job, wanted or only remembered, and asks the job machine. */
final class JobPlanner {
  private final Snapshot snapshot;
  private final References references;
  private final String incarnation;

  JobPlanner(Snapshot snapshot, References references) {
    this.snapshot = snapshot;
    this.references = references;
    this.incarnation = incarnation(snapshot);
  }

  /** The stack's, from wherever it is still known: a lost stack record must not start new runs. */
  static String incarnation(Snapshot snapshot) {
    var ledger = snapshot.ledger();
    return ledger
        .stack()
        .map(s -> s.value().incarnation())
        .or(() ->
            ledger.jobs().values().stream().map(j -> j.value().incarnation()).findFirst())
        .orElse(snapshot.incarnation());
  }

  String runKey(DesiredService job) {
    return RunKey.v1(snapshot.desired(), job);
  }

  /** Of every job of the manifest, by name. */
  Map<String, String> runKeys() {
    var out = new LinkedHashMap<String, String>();
    for (var service : snapshot.desired().services().values()) {
      if (service.job().isPresent()) out.put(service.name(), runKey(service));
    }
    return out;
  }

  Gates.JobState state(DesiredService job) {
    var record = Optional.ofNullable(snapshot.ledger().jobs().get(job.name())).map(Held::value);
    var key = runKey(job);
    boolean succeeded = record.filter(r -> r.succeeded().contains(key)).isPresent();
    boolean begun = record.filter(r -> r.runKey().equals(key)).isPresent();
    return new Gates.JobState(succeeded, succeeded || begun);
  }

  /** Steps by job name: of the manifest first, then of those that only records know. */
  Map<String, JobStep> steps(Gates gates) {
    var out = new LinkedHashMap<String, JobStep>();
    for (var service : snapshot.desired().services().values()) {
      if (service.job().isPresent()) {
        out.put(service.name(), JobMachine.step(view(service.name(), wanted(service, gates))));
      }
    }
    for (var name : snapshot.ledger().jobs().keySet()) {
      out.computeIfAbsent(name, n -> JobMachine.step(view(n, Optional.empty())));
    }
    return out;
  }

  private Optional<Wanted> wanted(DesiredService job, Gates gates) {
    var key = runKey(job);
    var template = references.resolve(job.spec()).map(AttemptSpec::template);
    // Without its record the incarnation is not durable yet, and a run id must not change.
    if (snapshot.ledger().stack().isEmpty()) template = Optional.empty();
    var gate = foreign(job).or(() -> gates.of(job));
    return Optional.of(
        new Wanted(run(job.name(), key), key, job.job().orElseThrow(), template, gate));
  }

  private String run(String job, String key) {
    return Hash.base32(
        String.join(
            "/",
            snapshot.clusterId(),
            snapshot.owner(),
            snapshot.desired().name(),
            incarnation,
            job,
            key),
        26);
  }

  /** A service of the job's plain name, as {@code docker stack deploy} would have made it. */
  private Optional<Gate> foreign(DesiredService job) {
    var service = snapshot.observation().serviceNamed(job.fullName());
    if (service.isEmpty()
        || service.get().label(Labels.OWNER).equals(Optional.of(snapshot.owner()))) {
      return Optional.empty();
    }
    var message = "service " + job.fullName() + " was made outside Skep and may run this job;"
        + " when it has ended: docker service rm " + job.fullName();
    return Optional.of(new Gate(Reason.NOT_OURS, "service/" + job.fullName(), message, true));
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
        Optional.ofNullable(ledger.unreadable().get(job)),
        ledger.attemptsOf(job),
        observation.attemptServicesOf(stack, job),
        observation::serviceNamed,
        observation::tasksOf,
        observation::node,
        snapshot.now(),
        snapshot.epoch());
  }
}
