package dev.skep.reconciler;

import static java.time.Duration.ofSeconds;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.Hash;
import dev.skep.model.JobOrders;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import dev.skep.reconciler.OneJobSwarm.Glance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A random history of one job: controllers that look at old states and whose writes are lost, late
 * or doubled, an engine in which anything goes wrong, people who order and change things. The same
 * seed gives the same history.
 */
final class JobHistory {
  /** A controller that believes, rightly or not, that it may write. */
  private static final class Controller {
    long epoch = 1;
    RandomManifest manifest = RandomManifest.FIRST;
    Duration clock = Duration.ZERO;
  }

  /** Where a job may stay. */
  static final Set<JobPhase> RESTS = EnumSet.of(
      JobPhase.SUCCEEDED,
      JobPhase.FAILED,
      JobPhase.UNKNOWN,
      JobPhase.SUSPENDED,
      JobPhase.SUPERSEDED,
      JobPhase.BLOCKED);

  private static final int PAST = 6;
  private static final List<Width> SINGLE = Collections.nCopies(4, Width.ONE);
  private static final List<Width> WIDE =
      List.of(Width.EVERY_NODE, new Width(2), Width.ONE, new Width(3));
  private static final Map<String, String> RUN_IDS = new ConcurrentHashMap<>();

  private final Random random;
  private final OneJobSwarm swarm;
  private final JobWitness witness;
  private final List<Controller> controllers = List.of(new Controller(), new Controller());
  private final List<Glance> past = new ArrayList<>();
  private final List<Runnable> late = new ArrayList<>();
  private final boolean unproven;

  /** Of each piece of work. */
  private final List<Width> widths;

  private RandomManifest manifest = RandomManifest.FIRST;
  private Optional<ForeignRun> foreign = Optional.empty();
  private boolean upgraded;
  private long epochs = 1;
  private int tokens;

  JobHistory(long seed) {
    this.random = new Random(seed);
    this.swarm = new OneJobSwarm(random, task -> witnessed().starts(task));
    this.witness = new JobWitness(swarm);
    this.widths = seed % 2 == 0 ? SINGLE : WIDE;
    this.unproven = random.nextInt(20) == 0;
  }

  private JobWitness witnessed() {
    return witness;
  }

  JobWitness witness() {
    return witness;
  }

  /** One thing happens. */
  void step() {
    int dice = random.nextInt(100);
    if (dice < 42) act(controllers.get(random.nextInt(controllers.size())));
    else if (dice < 82) engine(random.nextInt(100));
    else if (dice < 90)
      swarm.pass(ofSeconds(1 + random.nextInt(random.nextInt(4) == 0 ? 600 : 12)));
    else if (dice < 93) arrives();
    else if (dice < 95) people(random.nextInt(100));
    else around(random.nextInt(100));
  }

  private void engine(int dice) {
    if (dice < 34) {
      swarm.orchestrate();
      if (random.nextBoolean()) swarm.schedule();
    } else if (dice < 46) swarm.schedule();
    else if (dice < 80) swarm.work(1 + random.nextInt(4));
    else if (dice < 93) swarm.containerEnds();
    else if (dice < 95) swarm.daemonRestarts();
    else if (dice < 98) swarm.nodeChanges();
    else if (dice < 99) swarm.versionMoves();
    else if (random.nextInt(3) == 0) swarm.handRemoves();
  }

  /**
   * Everything comes to its end: what is on its way arrives, nodes are there, one controller. The
   * step in which the job stays; in none of {@link #RESTS} if it does not come to rest.
   */
  JobStep calm() {
    while (!late.isEmpty()) arrives();
    swarm.allNodesReady();
    var leader = controllers.getFirst();
    leader.epoch = ++epochs;
    leader.clock = Duration.ZERO;
    var step = JobStep.at(JobPhase.PENDING, Reason.APPLYING, "");
    for (int quiet = 0, round = 0; quiet < 5 && round < 600; round++) {
      // That of several tasks all end well, and in time, chance alone may not bring about.
      swarm.kind = round > 100;
      swarm.orchestrate();
      swarm.schedule();
      swarm.work(3);
      if (round % 3 == 2) swarm.containerEnds();
      swarm.pass(ofSeconds(round < 100 ? 3 : 30));
      step = JobMachine.step(view(leader, swarm.glance()));
      for (var action : step.actions()) apply(leader.manifest.present(), action);
      quiet = step.actions().isEmpty() && RESTS.contains(step.phase()) ? quiet + 1 : 0;
    }
    return step;
  }

  // Controllers.

  private void act(Controller controller) {
    if (past.size() >= PAST) past.removeFirst();
    past.add(swarm.glance());
    boolean fresh = random.nextInt(3) > 0;
    var view = view(controller, fresh ? past.getLast() : old());
    var step = JobMachine.step(view);
    witness.decides(view, step, fresh);
    for (var action : step.actions())
      send(controller, action, fresh && step.actions().size() == 1);
  }

  /** Records are read first, so they may be older than the rest; or all is as old. */
  private Glance old() {
    var then = past.get(random.nextInt(past.size()));
    if (random.nextBoolean()) return then;
    var rest = past.get(past.indexOf(then) + random.nextInt(past.size() - past.indexOf(then)));
    return new Glance(
        then.record(), then.orders(), rest.attempts(), rest.services(), rest.tasks(), rest.nodes());
  }

  private void send(Controller controller, Action action, boolean known) {
    var policy = controller.manifest.present();
    int dice = random.nextInt(100);
    if (dice < 10) return;
    if (dice < 22 || dice < 24 && late.add(() -> apply(policy, action))) {
      late.add(() -> apply(policy, action));
      return;
    }
    if (dice < 30) late.add(() -> apply(policy, action));
    if (apply(policy, action) && known) {
      witness.isNotRepeated(action, JobMachine.step(view(controller, swarm.glance())));
    }
  }

  private void arrives() {
    if (!late.isEmpty()) late.remove(random.nextInt(late.size())).run();
  }

  /**
   * Whether the engine took it.
   *
   * @param policy by which it was decided
   */
  private boolean apply(JobPolicy policy, Action action) {
    return switch (action) {
      case Action.SaveJob a -> {
        witness.saves(a, policy);
        yield swarm.save(a.before(), a.after());
      }
      case Action.CreateAttempt a -> swarm.create(a.spec());
      case Action.StartAttempt a -> swarm.update(a.observed(), AttemptSpec.started(a.observed()));
      case Action.StopAttempt a ->
        swarm.update(a.observed(), AttemptSpec.stopped(a.observed(), a.why()));
      case Action.RecordAttempt a -> {
        witness.records(a.record(), policy);
        yield swarm.end(a.record());
      }
      case Action.CollectAttempt a -> {
        witness.collects(a.observed());
        yield swarm.remove(a.observed().id());
      }
      default -> throw new AssertionError("not of a job: " + action);
    };
  }

  private JobView view(Controller controller, Glance seen) {
    return new JobView(
        "shop",
        "migrate",
        JobSamples.OWNER,
        "inc",
        wanted(controller.manifest, seen),
        seen.record(),
        seen.orders(),
        Optional.empty(),
        Optional.empty(),
        seen.attempts(),
        seen.services(),
        name -> seen.services().stream().filter(s -> s.name().equals(name)).findFirst(),
        id -> seen.tasks().stream().filter(t -> t.serviceId().equals(id)).toList(),
        id -> id.map(seen.nodes()::get),
        Optional.empty(),
        swarm.now().plus(controller.clock),
        controller.epoch);
  }

  private Optional<JobView.Wanted> wanted(RandomManifest from, Glance seen) {
    if (!from.wanted()) return Optional.empty();
    Set<String> keys = new LinkedHashSet<>();
    if (upgraded) keys.add("v2-" + from.work());
    keys.add("v1-" + from.work());
    var record = seen.record().map(Held::value);
    var key = RunKey.wanted(RunKeys.known(keys, record), seen.orders());
    var id = RUN_IDS.computeIfAbsent(key, k -> Hash.base32(k, 26));
    var run = record
        .map(JobRecord::run)
        .filter(r -> r.id().equals(id))
        .orElseGet(() -> JobSamples.run(id, key));
    return Optional.of(new JobView.Wanted(
        run,
        keys,
        from.policy(),
        Optional.of(JobSamples.spec(widths.get(from.work()))),
        Optional.empty(),
        foreign,
        unproven));
  }

  // People and what they change.

  private void people(int dice) {
    var present = swarm.record.map(r -> r.value().run());
    if (dice < 8) swarm.orders = swarm.orders.suspend(swarm.now(), "");
    else if (dice < 42) swarm.orders = swarm.orders.resume();
    else if (dice < 50) present.ifPresent(r -> swarm.orders = swarm.orders.cancel(r.id()));
    else if (dice < 75) present.ifPresent(this::rerun);
    else resolve(Verdict.values()[random.nextInt(3)]);
  }

  private void rerun(JobRecord.Run run) {
    var key = RunKey.withoutToken(run.key());
    swarm.orders = swarm.orders.rerun(new JobOrders.Rerun(key, "r" + ++tokens, swarm.now(), ""));
  }

  /** A person looks, and says of what is Unknown how it ended. */
  private void resolve(Verdict verdict) {
    if (swarm.record.isEmpty()) return;
    var step = JobMachine.step(view(controllers.getFirst(), swarm.glance()));
    if (step.phase() != JobPhase.UNKNOWN) return;
    var open = swarm.record.get().value();
    swarm.end(new AttemptRecord(
        open.stack(),
        open.job(),
        open.run().id(),
        open.run().key(),
        open.run().number(),
        open.attempt(),
        verdict == Verdict.RUN_SUCCEEDED ? Result.SUCCEEDED : Result.FAILED,
        verdict,
        Reason.RESOLVED,
        "",
        OptionalInt.empty(),
        Optional.empty(),
        open.serviceId(),
        swarm.now(),
        swarm.now(),
        ""));
  }

  private void around(int dice) {
    var someone = controllers.get(random.nextInt(controllers.size()));
    if (dice < 25) someone.epoch = random.nextInt(5) == 0 ? epochs : ++epochs;
    else if (dice < 50) someone.manifest = manifest;
    else if (dice < 80) commit();
    else if (dice < 87) someone.clock = ofSeconds(random.nextInt(120) - 60);
    else if (dice < 90) upgraded = true;
    else if (dice < 95) foreign = foreign();
    else someone.clock = Duration.ZERO;
  }

  /** Who reads it late still has the one before. */
  private void commit() {
    manifest = RandomManifest.of(random);
    for (var controller : controllers) if (random.nextInt(3) > 0) controller.manifest = manifest;
  }

  private Optional<ForeignRun> foreign() {
    return switch (random.nextInt(6)) {
      case 0 -> Optional.of(JobSamples.foreign(true, false, swarm.now()));
      case 1 -> Optional.of(JobSamples.foreign(false, false, swarm.now()));
      case 2 -> Optional.of(JobSamples.foreign(false, true, swarm.now()));
      default -> Optional.empty();
    };
  }

  /** What there is at the end, for whoever reads of a failure. */
  @Override
  public String toString() {
    return "record " + swarm.record + "\nattempts " + swarm.attempts + "\ntasks "
        + swarm.tasks.stream()
            .map(t -> t.serviceId + " " + t.state + " on " + t.node)
            .toList()
        + "\nrunning "
        + swarm.tasks.stream().filter(t -> t.state == TaskState.RUNNING).count();
  }
}
