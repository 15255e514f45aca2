package dev.skep.controller.metrics;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.Action;
import dev.skep.reconciler.Reconciler.Pass;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Collectors;

/** How jobs stand and how they ended. */
final class JobMeters {
  private record Key(String stack, String job) {
    Tags tags() {
      // Not "job": Prometheus has that for what it scrapes.
      return Tags.of("stack", stack, "job_name", job);
    }
  }

  private final MeterRegistry registry;
  private final Map<Key, JobCounters> jobs = new HashMap<>();

  /** By stack, as last seen: an idle pass finds the same. */
  private final Map<String, StackStatus> seen = new HashMap<>();

  JobMeters(MeterRegistry registry, Present present) {
    this.registry = registry;
    present.gauge(
        "skep.job.phase",
        "",
        "1 for the phase that a job is in; the others are not there.",
        (now, rows) -> now.stacks()
            .forEach(s -> s.jobs()
                .forEach(j -> rows.add(
                    new Key(s.stack(), j.name()).tags().and("phase", j.phase().text()), 1))));
    present.gauge(
        "skep.job.last.success.timestamp",
        "seconds",
        "When the last success of a job ended that this controller knows of.",
        (now, rows) -> jobs.forEach((key, job) ->
            job.lastSuccess().ifPresent(at -> rows.add(key.tags(), at.toEpochMilli() / 1e3))));
  }

  /** Who stands by counts nothing: what it sees, the holder counts. */
  void passed(Pass pass, boolean leading) {
    var status = pass.status();
    for (var outcome : pass.outcomes()) {
      if (outcome.result().isRight() && outcome.action() instanceof Action.RecordAttempt a) {
        ended(a.record());
      }
    }
    var before = seen.put(status.stack(), status);
    if (before == status) return;
    status.jobs().forEach(row -> stands(new Key(status.stack(), row.name()), row, leading));
  }

  /** What was taken over, or said by a person, is no attempt. */
  private void ended(AttemptRecord attempt) {
    if (attempt.taken()) return;
    var job = of(new Key(attempt.stack(), attempt.job()));
    job.attempt(Meters.word(attempt.result()));
    if (attempt.verdict() == Verdict.RUN_SUCCEEDED) job.succeeded();
    if (attempt.verdict() == Verdict.RUN_FAILED) job.failed();
    if (attempt.verdict() == Verdict.RETRY) job.retried();
    if (attempt.result() == Result.SUCCEEDED) job.succeededAt(attempt.endedAt());
  }

  private void stands(Key key, JobRow row, boolean leading) {
    var job = of(key);
    job.unknown(leading && row.phase() == JobPhase.UNKNOWN);
    row.last()
        .filter(a -> a.result() == Result.SUCCEEDED)
        .ifPresent(a -> job.succeededAt(a.endedAt()));
  }

  /** What is of no stack or job any more goes; of a stack that is not seen now nobody knows. */
  void retain(Collection<StackStatus> stacks) {
    var byName = stacks.stream().collect(Collectors.toMap(StackStatus::stack, s -> s));
    seen.keySet().retainAll(byName.keySet());
    for (var key : new HashSet<>(jobs.keySet())) {
      var status = byName.get(key.stack());
      boolean there = status != null
          && (status.phase() == StackStatus.Phase.UNKNOWN
              || status.jobs().stream().anyMatch(j -> j.name().equals(key.job())));
      if (!there) jobs.remove(key).remove();
    }
  }

  private JobCounters of(Key key) {
    return jobs.computeIfAbsent(key, k -> new JobCounters(registry, k.tags()));
  }
}
