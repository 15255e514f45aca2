package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Cron;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A stack {@code shop} whose jobs run by a schedule, and a controller whose clock can be wrong. */
final class NightlyFixture {
  static final String JOB = "backup";

  final FakeSwarm swarm = new FakeSwarm();
  final FakeClock clock = new FakeClock(swarm);
  DesiredStack desired;
  StackStatus status;

  /** In what time the last pass wants another one. */
  Optional<Duration> again = Optional.empty();

  private Lease lease;
  private Reconciler reconciler;

  NightlyFixture(String cron, String zone) {
    runsFor(Duration.ofSeconds(20), 0);
    scheduled(schedule(cron, zone));
    restart("holder-1");
  }

  static Schedule schedule(String cron, String zone) {
    return new Schedule(Cron.of(cron), ZoneId.of(zone), Concurrency.FORBID, Optional.empty());
  }

  /** As the manifest has it from now on. */
  NightlyFixture scheduled(Schedule schedule) {
    return manifest("shop:1", JobPolicy.DEFAULT.at(schedule));
  }

  NightlyFixture manifest(String image, JobPolicy policy) {
    return manifest(image, Map.of(JOB, policy));
  }

  NightlyFixture manifest(String image, Map<String, JobPolicy> jobs) {
    var services = new LinkedHashMap<String, DesiredService>();
    jobs.forEach((name, policy) -> services.put(
        name,
        new DesiredService(name, ShopStack.spec(name, image, 1), Map.of(), Optional.of(policy))));
    desired =
        new DesiredStack("shop", image + jobs, services, ShopStack.of(image).networks(), List.of());
    return this;
  }

  /** As a file has it that swarm-cronjob reads too. */
  NightlyFixture cronjobLabels() {
    var services = new LinkedHashMap<>(desired.services());
    services.replaceAll((name, service) -> new DesiredService(
        name,
        service.spec().with(List.of("Labels", Labels.CRONJOB + "enable"), Tree.of("true")),
        service.dependsOn(),
        service.job()));
    desired = new DesiredStack("shop", "labelled", services, desired.networks(), List.of());
    return this;
  }

  /** What attempts do from now on. */
  NightlyFixture runsFor(Duration time, int code) {
    var what = Behaviour.exits(code, time, "done");
    swarm.behave(s -> s.text("Labels", Labels.KIND).equals(Optional.of("attempt")), what);
    return this;
  }

  NightlyFixture restart(String holder) {
    if (lease != null) lease.release();
    lease = new Lease(swarm, "team", holder, Lease.DURATION, clock);
    reconciler = reconciler(lease);
    return this;
  }

  private Reconciler reconciler(Lease held) {
    return new Reconciler(
        swarm,
        held,
        "team",
        "cluster",
        clock,
        () -> "inc",
        new SameThread(),
        () -> List.of(desired));
  }

  JobCommands commands() {
    return new JobCommands(swarm, "team", "cluster", clock, () -> "token");
  }

  /** The controller is away for so long. */
  NightlyFixture away(Duration time) {
    swarm.tick(time);
    return restart("holder-1");
  }

  /** Passes as often as a job needs that is under way. */
  NightlyFixture pass(Duration time) {
    return pass(time, Duration.ofSeconds(1));
  }

  NightlyFixture pass(Duration time, Duration pause) {
    var until = swarm.now().plus(time);
    while (swarm.now().isBefore(until)) {
      swarm.tick(pause);
      lease.acquireOrRenew();
      var pass = reconciler.reconcile(desired).get();
      status = pass.status();
      again = pass.again();
    }
    return this;
  }

  /** Until the engine's clock says so. */
  NightlyFixture passUntil(String time, Duration pause) {
    return pass(Duration.between(swarm.now(), Instant.parse(time)), pause);
  }

  JobRow row() {
    return status.jobs().getFirst();
  }

  JobRecord record() {
    var configs =
        swarm.payloads(DesiredPayload.Kind.CONFIG, Map.of(Labels.KIND, "job")).get();
    return RecordCodec.readJob(configs.getFirst().labels());
  }

  Records records() {
    return new Records(swarm, "team");
  }

  JobPolicy once() {
    return JobPolicy.DEFAULT.retrying(false, OptionalInt.empty(), JobPolicy.Backoff.DEFAULT);
  }

  /** Why each run ran, in the order in which they began. */
  List<String> runs() {
    var out = new ArrayList<String>();
    records().attempts(Optional.of("shop")).get().stream()
        .sorted(Comparator.comparingInt(AttemptRecord::number))
        .forEach(a -> out.add(a.because()));
    return out;
  }

  long starts() {
    return swarm.containers().size();
  }

  long writesBesideTheLease() {
    return swarm.calls().stream()
        .filter(FakeCall::isWrite)
        .filter(c -> !c.target().startsWith(Lease.NAME_PREFIX))
        .count();
  }
}
