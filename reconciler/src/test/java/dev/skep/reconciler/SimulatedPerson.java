package dev.skep.reconciler;

import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.reconciler.JobCommands.As;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Orders about the job and the stack, at any time; and says how it ended only what is true. What a command refuses
 * is as good as not said.
 */
final class SimulatedPerson {
  private static final String STACK = "shop";
  private static final String JOB = "shop_migrate";

  private final FakeSwarm swarm;
  private final Clock clock;
  private final Random random;
  private final JobCommands commands;
  private final StackCommands stacks;

  SimulatedPerson(FakeSwarm swarm, Clock clock, Random random) {
    this.swarm = swarm;
    this.clock = clock;
    this.random = random;
    var tokens = new AtomicInteger();
    this.commands =
        new JobCommands(swarm, "team", "cluster", clock, () -> "r" + tokens.incrementAndGet());
    this.stacks = new StackCommands(swarm, "team", clock);
  }

  void orders() {
    if (random.nextInt(4) == 0) ofStack();
    else ofJob();
  }

  private void ofStack() {
    int dice = random.nextInt(100);
    if (dice < 40) stacks.rollback(STACK, "");
    else if (dice < 75) stacks.resume(STACK);
    else if (dice < 85) stacks.suspend(STACK, "");
    else stacks.reconcile(STACK);
  }

  private void ofJob() {
    int dice = random.nextInt(100);
    if (dice < 8) commands.suspend(JOB, "");
    else if (dice < 40) commands.resume(JOB);
    else if (dice < 48) commands.cancel(JOB, "");
    else if (dice < 75) commands.rerun(JOB, "");
    else resolves();
  }

  /** Does what the job waits for, as long as it can be known. */
  void helps() {
    stacks.resume(STACK);
    commands.resume(JOB);
    resolves();
  }

  private void resolves() {
    var found = standing();
    if (found.isEmpty()) return;
    var job = found.get();
    if (job.row().phase() == JobPhase.UNKNOWN) ofAttempt(job);
    else if (job.row().reason() == Reason.LEDGER_LOST) ofLostRecords(job);
    else if (job.row().reason() == Reason.NEEDS_BASELINE) ofLostRecords(job);
  }

  private Optional<JobStanding> standing() {
    return Survey.at(swarm, "team", Optional.of("cluster"), clock)
        .flatMap(s -> s.job(JOB))
        .toJavaOptional();
  }

  private void ofAttempt(JobStanding job) {
    var record = job.open().orElseThrow();
    var name = Names.attemptService(record);
    var ran = containers().stream().filter(c -> c.serviceName().equals(name)).toList();
    if (ran.stream().anyMatch(c -> c.runsAt(swarm.now()))) return;
    if (ran.stream().anyMatch(c -> SimulatedShop.done(swarm, c))) {
      commands.resolve(JOB, As.SUCCEEDED, "");
    } else if (!ran.isEmpty()) {
      commands.resolve(JOB, random.nextBoolean() ? As.RETRY : As.FAILED, "");
    } else if (over(record.serviceId())) {
      commands.resolve(JOB, As.RETRY, "");
    }
  }

  /** Nothing ran, and nothing can any more. */
  private boolean over(Optional<String> service) {
    return swarm
        .state()
        .tasks
        .values()
        .filter(t -> service.equals(Optional.of(t.serviceId())))
        .forAll(t -> t.state().terminal());
  }

  private void ofLostRecords(JobStanding job) {
    var key = Optional.of(job.wantedRun().key());
    boolean done = containers().stream()
        .filter(c -> c.label(Labels.RUN_KEY).equals(key))
        .anyMatch(c -> SimulatedShop.done(swarm, c));
    boolean baseline = job.row().reason() == Reason.NEEDS_BASELINE;
    if (!done && baseline) commands.rerun(JOB, "");
    else commands.resolve(JOB, done ? As.SUCCEEDED : As.RETRY, "");
  }

  private List<FakeContainer> containers() {
    return swarm.state().containers.values().toJavaList();
  }
}
