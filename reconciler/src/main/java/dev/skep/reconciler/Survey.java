package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Condition;
import dev.skep.model.JobOrders;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.Reason;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.StackStatus.ServiceRow;
import io.vavr.control.Either;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be said of the stacks on a Swarm from the Swarm alone, without their manifests: from
 * their services, and from our records. Serves {@code skep get} and {@code skep describe}; writes
 * nothing.
 */
public final class Survey {
  private final Observation observation;
  private final String owner;
  private final Clock clock;

  private Survey(Observation observation, String owner, Clock clock) {
    this.observation = observation;
    this.owner = owner;
    this.clock = clock;
  }

  /** The status of every stack of the owner, by name. */
  public static Either<SwarmFault, List<StackStatus>> of(Swarm swarm, String owner, Clock clock) {
    return at(swarm, owner, clock).map(Survey::stacks);
  }

  static Either<SwarmFault, Survey> at(Swarm swarm, String owner, Clock clock) {
    return new Observer(swarm, new Records(swarm, owner), owner, clock)
        .observe(List.of(), Map.of())
        .map(o -> new Survey(o, owner, clock));
  }

  Ledger ledger(String stack) {
    return observation.ledgerOf(stack);
  }

  /** What is known of a job; empty when nobody remembers it. */
  Optional<JobView> view(String stack, String job) {
    var ledger = observation.ledgerOf(stack);
    return jobs(ledger).contains(job) ? Optional.of(view(stack, ledger, job)) : Optional.empty();
  }

  private List<StackStatus> stacks() {
    return observation.recordedStacks().stream().sorted().map(this::stack).toList();
  }

  private StackStatus stack(String name) {
    var ledger = observation.ledgerOf(name);
    var record = ledger.stack().map(Held::value);
    var all = observation.servicesOf(name).stream()
        .sorted(Comparator.comparing(ObservedService::name))
        .toList();
    var services = all.stream().filter(this::ours).map(s -> row(name, s)).toList();
    var jobs = jobs(ledger).stream()
        .filter(j -> wanted(ledger, j))
        .map(j -> row(name, ledger, j))
        .toList();
    boolean applied = record
        .filter(r -> r.applied().map(StackRecord.Applied::revision).equals(Optional.of(r.wanted())))
        .isPresent();
    var inTheWay = applied ? Optional.<String>empty() : foreign(all);
    var phase = phase(applied, inTheWay.isPresent(), services, jobs);
    var ready = new Condition(
        Condition.Type.READY,
        phase == Phase.READY ? Condition.Status.TRUE : Condition.Status.FALSE,
        phase == Phase.READY ? Reason.IN_SYNC : Reason.APPLYING,
        "");
    return new StackStatus(
        name,
        phase,
        inTheWay.orElseGet(() -> summary(services, jobs)),
        record.flatMap(StackRecord::applied),
        record.map(StackRecord::wanted).orElse(""),
        List.of(ready),
        services,
        jobs,
        List.of());
  }

  private boolean ours(ObservedService service) {
    return service.label(Labels.OWNER).equals(Optional.of(owner));
  }

  /**
   * Somebody else's service among a stack's: without the manifest nobody can tell whether it has a
   * name that we want, but in a stack that does not get there it is what to look at first.
   */
  private Optional<String> foreign(List<ObservedService> services) {
    return services.stream()
        .filter(s -> !ours(s))
        .findFirst()
        .map(s -> "service " + s.name() + " exists and is not ours");
  }

  private static ServiceRow row(String stack, ObservedService service) {
    boolean updating = service.updateState().equals(Optional.of("updating"));
    return new ServiceRow(
        service.name().substring(Math.min(service.name().length(), stack.length() + 1)),
        service.spec().text("TaskTemplate", "ContainerSpec", "Image").orElse(""),
        service.runningTasks(),
        service.desiredTasks(),
        !updating && service.runningTasks() >= service.desiredTasks(),
        updating ? "update under way" : "none",
        Optional.empty(),
        "");
  }

  private JobRow row(String stack, Ledger ledger, String job) {
    var view = view(stack, ledger, job);
    var wanted = view.wanted().orElseThrow();
    var step = JobMachine.step(view);
    var attempts = view.attemptsOfRun(wanted.run().id());
    int made = (int) attempts.stream()
        .filter(a -> a.counted() || a.result() == AttemptRecord.Result.SUCCEEDED)
        .count();
    boolean pending = step.phase() == JobPhase.PENDING;
    return new JobRow(
        job,
        step.phase(),
        step.reason(),
        pending ? "not begun" : step.message(),
        RunKey.brief(wanted.run().key()),
        wanted.run().because(),
        made,
        wanted.policy().attemptsAllowed(),
        attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast()),
        step.phase() == JobPhase.BACKING_OFF ? step.wakeAt() : Optional.empty(),
        step.stalled());
  }

  /** All that are remembered or asked for. */
  private static Set<String> jobs(Ledger ledger) {
    var out = new TreeSet<>(ledger.jobs().keySet());
    ledger.stack().ifPresent(s -> out.addAll(s.value().jobs().keySet()));
    return out;
  }

  /** The job is one that the wanted revision has. */
  private static boolean wanted(Ledger ledger, String job) {
    return ledger.stack().isEmpty() || ledger.stack().get().value().jobs().containsKey(job);
  }

  /** What the stack's record says is wanted; its newest run may have been for something else. */
  private static JobView.Wanted wanted(Ledger ledger, String job, JobOrders orders) {
    var record = Optional.ofNullable(ledger.jobs().get(job)).map(h -> h.value().run());
    var asked = ledger.stack().flatMap(s -> Optional.ofNullable(s.value().jobs().get(job)));
    var base = asked
        .map(StackRecord.Job::runKey)
        .or(() -> record.map(r -> RunKey.withoutToken(r.key())))
        .orElse("");
    var key = orders
        .rerun()
        .filter(r -> r.runKey().equals(base))
        .map(r -> RunKey.withToken(base, r.token()))
        .orElse(base);
    var run = record
        .filter(r -> r.key().equals(key))
        .orElseGet(() -> new JobRecord.Run(
            ledger.attemptsOf(job).stream()
                .filter(a -> a.runKey().equals(key))
                .map(AttemptRecord::run)
                .findFirst()
                .orElse(""),
            key,
            record.map(r -> r.number() + 1).orElse(1),
            "",
            Map.of()));
    boolean unproven =
        ledger.stack().filter(s -> s.value().unproven().contains(job)).isPresent();
    return new JobView.Wanted(
        run,
        Set.of(base),
        asked.map(StackRecord.Job::policy).orElse(JobPolicy.DEFAULT),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        unproven);
  }

  /** As the job machine sees it, as far as that can be told without the manifest. */
  private JobView view(String stack, Ledger ledger, String job) {
    var held = Optional.ofNullable(ledger.jobs().get(job));
    var orders = Optional.ofNullable(ledger.orders().get(job))
        .map(Held::value)
        .orElseGet(() -> JobOrders.none(stack, job));
    var missing = ledger
        .stack()
        .filter(s -> s.value().inventory().jobs().contains(job))
        .map(s -> "the stack's record says that the job has one");
    return new JobView(
        stack,
        job,
        owner,
        held.map(h -> h.value().incarnation())
            .or(() -> ledger.stack().map(s -> s.value().incarnation()))
            .orElse(""),
        Optional.of(wanted(ledger, job, orders)),
        held,
        orders,
        Optional.ofNullable(ledger.unreadable().get(job)),
        missing,
        ledger.attemptsOf(job),
        observation.attemptServicesOf(stack, job),
        observation::serviceNamed,
        observation::tasksOf,
        observation::node,
        clock.now(),
        held.map(h -> h.value().epoch()).orElse(0L));
  }

  private static Phase phase(
      boolean applied, boolean inTheWay, List<ServiceRow> services, List<JobRow> jobs) {
    if (jobs.stream()
        .anyMatch(j -> j.phase() == JobPhase.FAILED
            || j.phase() == JobPhase.UNKNOWN
            || j.phase() == JobPhase.BLOCKED && j.stalled())) {
      return Phase.BLOCKED;
    }
    boolean well = services.stream().allMatch(ServiceRow::healthy)
        && jobs.stream().allMatch(j -> j.phase() == JobPhase.SUCCEEDED);
    if (applied) return well ? Phase.READY : Phase.DEGRADED;
    return inTheWay && well ? Phase.BLOCKED : Phase.PROGRESSING;
  }

  private static String summary(List<ServiceRow> services, List<JobRow> jobs) {
    var job = jobs.stream()
        .filter(j -> j.phase() != JobPhase.SUCCEEDED)
        .map(j -> "job " + j.name() + " " + j.phase().text() + ": " + j.message())
        .findFirst();
    return job.or(() -> services.stream()
            .filter(s -> !s.healthy())
            .map(s -> s.name() + ": " + s.running() + " of " + s.desired() + " tasks running")
            .findFirst())
        .orElse("");
  }
}
