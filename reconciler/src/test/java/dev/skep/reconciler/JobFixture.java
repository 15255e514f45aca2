package dev.skep.reconciler;

import static dev.skep.reconciler.JobSamples.KEY;
import static dev.skep.reconciler.JobSamples.RUN;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobOrders;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.Limits;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import dev.skep.model.RunPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Builds what the job machine looks at, one observation after another. */
final class JobFixture extends EngineFixture<JobFixture> {
  private boolean wanted = true;
  private String wantedRun = RUN;
  private String wantedKey = KEY;
  private Set<String> keys = Set.of(KEY);
  private Map<RunPart, String> parts = Map.of();
  private Optional<Gate> gate = Optional.empty();
  private Optional<ForeignRun> foreign = Optional.empty();
  private boolean unproven;
  private Optional<SetBack> setBack = Optional.empty();
  private JobOrders orders = JobOrders.none("shop", "migrate");
  private Optional<String> missing = Optional.empty();
  private boolean resolved = true;
  private Optional<JobRecord> record = Optional.empty();
  private Optional<String> unreadable = Optional.empty();
  private final List<AttemptRecord> attempts = new ArrayList<>();

  JobFixture policy(JobPolicy value) {
    policy = value;
    return this;
  }

  JobFixture policy(UnaryOperator<JobPolicy> change) {
    return policy(change.apply(policy));
  }

  JobFixture backoffLimit(int limit) {
    return policy(policy.retrying(true, OptionalInt.of(limit), policy.backoff()));
  }

  JobFixture deadline(Duration whole) {
    var limits = policy.limits();
    return policy(policy.with(new Limits(Optional.of(whole), limits.attempt(), limits.start())));
  }

  JobFixture attemptTimeout(Duration one) {
    var limits = policy.limits();
    return policy(policy.with(new Limits(limits.deadline(), Optional.of(one), limits.start())));
  }

  JobFixture orders(UnaryOperator<JobOrders> change) {
    orders = change.apply(orders);
    return this;
  }

  JobFixture suspended() {
    return orders(o -> o.suspend(NOW, "maintenance"));
  }

  JobFixture cancelled() {
    return orders(o -> o.cancel(RUN));
  }

  /** The stack ran before there were records of it. */
  JobFixture unproven() {
    unproven = true;
    return this;
  }

  /** The store was put back just now, and what bears an epoch before this one is from before. */
  JobFixture setBack(long epoch) {
    setBack = Optional.of(new SetBack(now, epoch));
    return this;
  }

  /** Somebody else's service of the job's plain name. */
  JobFixture foreign(boolean live, boolean completed) {
    foreign = Optional.of(JobSamples.foreign(live, completed, now));
    return this;
  }

  /** The stack's record says that the job had one. */
  JobFixture inInventory() {
    missing = Optional.of("the stack's record says that the job has one");
    return this;
  }

  JobFixture notWanted() {
    wanted = false;
    return this;
  }

  JobFixture wantedRun(String run, String key) {
    wantedRun = run;
    wantedKey = key;
    return keys(RunKey.withoutToken(key));
  }

  /** Another run than that of the records. */
  JobFixture otherRun() {
    return wantedRun(JobSamples.OTHER_RUN, JobSamples.OTHER_KEY);
  }

  /** All that the wanted work goes by. */
  JobFixture keys(String... all) {
    keys = new LinkedHashSet<>(List.of(all));
    return this;
  }

  /** What the wanted run counts. */
  JobFixture parts(Map<RunPart, String> all) {
    parts = all;
    return this;
  }

  JobFixture gate(String what) {
    gate = Optional.of(Gate.waiting(what, "waits for " + what));
    return this;
  }

  JobFixture withoutSpec() {
    resolved = false;
    return this;
  }

  JobFixture unreadable(String why) {
    unreadable = Optional.of(why);
    return this;
  }

  JobFixture record(int attempt, String serviceId, String... succeeded) {
    record =
        Optional.of(JobSamples.record(JobSamples.run(RUN, KEY), attempt, serviceId, succeeded));
    return this;
  }

  /** The same with another newest run. */
  JobFixture recordOfOtherRun(int attempt, String serviceId, String... succeeded) {
    var run = JobSamples.run(JobSamples.OTHER_RUN, JobSamples.OTHER_KEY);
    record = Optional.of(JobSamples.record(run, attempt, serviceId, succeeded));
    return this;
  }

  JobFixture recordOfEpoch(long epoch) {
    record = record.map(r -> r.withEpoch(epoch));
    return this;
  }

  JobFixture givenUp(Reason why) {
    record = record.map(r -> r.givingUp(why, r.epoch()));
    return this;
  }

  JobFixture attempt(int number, Result result, Verdict verdict, Duration ago) {
    return attempt(RUN, number, result, verdict, ago);
  }

  JobFixture attempt(String run, int number, Result result, Verdict verdict, Duration ago) {
    var reason = result == Result.SUCCEEDED ? Reason.COMPLETED : Reason.EXIT_CODE;
    return attempt(run, number, result, verdict, reason, ago);
  }

  JobFixture attempt(
      String run, int number, Result result, Verdict verdict, Reason reason, Duration ago) {
    attempts.add(JobSamples.attempt(run, number, result, verdict, reason, now.minus(ago)));
    return this;
  }

  @Override
  JobFixture self() {
    return this;
  }

  JobStep step() {
    return JobMachine.step(view());
  }

  private JobView view() {
    return new JobView(
        "shop",
        "migrate",
        JobSamples.OWNER,
        "inc",
        wanted
            ? Optional.of(new JobView.Wanted(
                new JobRecord.Run(wantedRun, wantedKey, 1, "", parts),
                keys,
                policy,
                Optional.of(template).filter(t -> resolved),
                gate,
                foreign,
                unproven))
            : Optional.empty(),
        record.map(r -> new Held<>(r, "config", 41)),
        orders,
        unreadable,
        missing,
        attempts,
        services.stream()
            .filter(s -> s.labels().getOrDefault("dev.skep.owner", "").equals(JobSamples.OWNER))
            .toList(),
        name -> services.stream().filter(s -> s.name().equals(name)).findFirst(),
        id -> tasks.stream().filter(t -> t.serviceId().equals(id)).toList(),
        id -> nodes.stream().filter(n -> Optional.of(n.id()).equals(id)).findFirst(),
        setBack,
        now,
        JobSamples.EPOCH);
  }
}
