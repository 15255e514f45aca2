package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobOrders;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus.JobRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The jobs of one stack as its records and the engine tell of them, without the manifest: what they
 * wait for is not known.
 *
 * @param clusterId empty: a run that has not begun has no id
 */
record JobSurvey(
    Observation observation,
    String owner,
    Optional<String> clusterId,
    String stack,
    Ledger ledger,
    Instant now) {

  /** All that are remembered or asked for. */
  Set<String> names() {
    var out = new TreeSet<>(ledger.jobs().keySet());
    ledger.stack().ifPresent(s -> out.addAll(s.value().jobs().keySet()));
    out.addAll(ledger.unreadable().keySet());
    ledger.attempts().forEach(a -> out.add(a.job()));
    // The key of a stack's own record that cannot be read.
    out.remove("");
    return out;
  }

  JobStanding standing(String job) {
    var view = view(job);
    var orders = Optional.ofNullable(ledger.orders().get(job));
    return new JobStanding(view, row(view), asked(job), orders);
  }

  /** The revision that the stack shall have has the job. */
  private boolean asked(String job) {
    return ledger.stack().isEmpty() || ledger.stack().get().value().jobs().containsKey(job);
  }

  private static JobRow row(JobView view) {
    var wanted = view.wanted().orElseThrow();
    var step = JobMachine.step(view);
    var told = step.phase() == JobPhase.PENDING ? step.saying("not begun") : step;
    return told.row(
        view.job(),
        wanted.run(),
        wanted.policy(),
        view.attemptsOfRun(wanted.run().id()));
  }

  /** As the job machine sees it. */
  private JobView view(String job) {
    var held = Optional.ofNullable(ledger.jobs().get(job));
    var orders = ledger.ordersOf(stack, job);
    var view = new JobView(
        stack,
        job,
        owner,
        ledger.incarnation().orElse(""),
        Optional.of(wanted(job, orders)),
        held,
        orders,
        Optional.ofNullable(ledger.unreadable().get(job)),
        ledger.missing(job),
        ledger.attemptsOf(job),
        observation.attemptServicesOf(stack, job),
        observation::serviceNamed,
        observation::tasksOf,
        observation::node,
        observation.setBack(),
        now,
        held.map(h -> h.value().epoch()).orElse(0L));
    var wanted = view.wanted().orElseThrow();
    return Timetable.turn(view, key -> run(job, key).id())
        .map(turn -> view.wanting(wanted.with(turn)))
        .orElse(view);
  }

  /** What the stack's record says is wanted; its newest run may have been for something else. */
  private JobView.Wanted wanted(String job, JobOrders orders) {
    var record = Optional.ofNullable(ledger.jobs().get(job)).map(h -> h.value().run());
    var asked = ledger.stack().flatMap(s -> Optional.ofNullable(s.value().jobs().get(job)));
    var base = asked
        .map(StackRecord.Job::runKey)
        .or(() -> record.map(r -> RunKey.withoutToken(r.key())))
        .orElse("");
    var key = RunKey.wanted(base, orders);
    boolean unproven =
        ledger.stack().filter(s -> s.value().unproven().contains(job)).isPresent();
    return new JobView.Wanted(
        record.filter(r -> r.key().equals(key)).orElseGet(() -> run(job, key)),
        Set.of(base),
        asked.map(StackRecord.Job::policy).orElse(JobPolicy.DEFAULT),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        unproven);
  }

  /** A run that is not the job's newest: of an earlier revision, or not begun yet. */
  private JobRecord.Run run(String job, String key) {
    var attempts = ledger.attemptsOf(job);
    var known = attempts.stream().filter(a -> a.runKey().equals(key)).reduce((first, last) -> last);
    var id = clusterId
        .flatMap(cluster ->
            ledger.incarnation().map(inc -> JobPlanner.runId(cluster, owner, stack, inc, job, key)))
        .or(() -> known.map(AttemptRecord::run))
        .orElse("");
    int last = Optional.ofNullable(ledger.jobs().get(job))
        .map(h -> h.value().run().number())
        .orElse(0);
    int highest = attempts.stream().mapToInt(AttemptRecord::runNumber).reduce(last, Math::max);
    int number = known.map(AttemptRecord::runNumber).orElse(highest + 1);
    return new JobRecord.Run(id, key, number, "", Map.of());
  }
}
