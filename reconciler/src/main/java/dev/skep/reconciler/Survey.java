package dev.skep.reconciler;

import dev.skep.model.Condition;
import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.OneShotStatus;
import dev.skep.model.Reason;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.StackStatus.ServiceRow;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of the stacks on a Swarm from the Swarm alone, without their manifests: from
 * their services, and from our records. Serves {@code skep get} and {@code skep describe}; writes
 * nothing.
 */
public final class Survey {
  private final Observation observation;
  private final String owner;
  private final Optional<String> clusterId;
  private final Clock clock;

  private Survey(Observation observation, String owner, Optional<String> clusterId, Clock clock) {
    this.observation = observation;
    this.owner = owner;
    this.clusterId = clusterId;
    this.clock = clock;
  }

  /** The status of every stack of the owner, by name. */
  public static Either<SwarmFault, List<StackStatus>> of(
      Swarm swarm, String owner, String clusterId, Clock clock) {
    return at(swarm, owner, Optional.of(clusterId), clock).map(Survey::stacks);
  }

  /** One-shots that nobody committed, live and remembered, by the name of their service. */
  public static Either<SwarmFault, List<OneShotStatus>> oneShots(
      Swarm swarm, String owner, Clock clock) {
    var masker = Masker.of(List.of());
    return new OneShotObserver(swarm, new Records(swarm, owner), owner, clock, () -> masker)
        .look()
        .map(sight -> OneShots.decide(sight, OneShotPass.TTL).statuses());
  }

  /** For who asks of attempts only: a run that has not begun has no id in it. */
  static Either<SwarmFault, Survey> at(Swarm swarm, String owner, Clock clock) {
    return at(swarm, owner, Optional.empty(), clock);
  }

  static Either<SwarmFault, Survey> at(
      Swarm swarm, String owner, Optional<String> clusterId, Clock clock) {
    return new Observer(swarm, new Records(swarm, owner), owner, clock)
        .observe(List.of(), Map.of())
        .map(o -> new Survey(o, owner, clusterId, clock));
  }

  /**
   * The job that {@code STACK_JOB} names; underscores may be part of either. {@link
   * SwarmFault.Absent} for one that nobody remembers.
   */
  Either<SwarmFault, JobStanding> job(String name) {
    for (var stack : observation.recordedStacks().stream().sorted().toList()) {
      var jobs = jobsOf(stack);
      for (var job : jobs.names()) {
        if (name.equals(stack + "_" + job)) return Either.right(jobs.standing(job));
      }
    }
    return Either.left(new SwarmFault.Absent(
        "no job " + name + " of owner " + owner + "; skep get jobs lists them"));
  }

  /** What is known of the jobs of a stack. */
  JobSurvey jobsOf(String stack) {
    return new JobSurvey(
        observation, owner, clusterId, stack, observation.ledgerOf(stack), clock.now());
  }

  Ledger ledger(String stack) {
    return observation.ledgerOf(stack);
  }

  private List<StackStatus> stacks() {
    return observation.standingStacks().stream().sorted().map(this::stack).toList();
  }

  StackStatus stack(String name) {
    var ledger = observation.ledgerOf(name);
    var record = ledger.stack().map(Held::value);
    var all = observation.servicesOf(name).stream()
        .sorted(Comparator.comparing(ObservedService::name))
        .toList();
    var services = all.stream()
        .filter(s -> ours(s) || ledger.adopted() && s.label(Labels.OWNER).isEmpty())
        .map(s -> row(name, s))
        .toList();
    var survey = jobsOf(name);
    var jobs = survey.names().stream()
        .map(survey::standing)
        .filter(JobStanding::asked)
        .map(JobStanding::row)
        .toList();
    boolean applied = record
        .filter(r -> r.applied().map(StackRecord.Applied::revision).equals(Optional.of(r.wanted())))
        .isPresent();
    var inTheWay = applied || ledger.adopted() ? Optional.<String>empty() : foreign(all);
    var phase = phase(applied, inTheWay.isPresent(), services, jobs);
    var whole = phase;
    var hold = Hold.of(name, ledger).filter(h -> h.shows(whole));
    phase = hold.map(Hold::phase).orElse(phase);
    var ready = new Condition(
        Condition.Type.READY,
        phase == Phase.READY ? Condition.Status.TRUE : Condition.Status.FALSE,
        hold.map(Hold::reason).orElse(phase == Phase.READY ? Reason.IN_SYNC : Reason.APPLYING),
        "");
    var unblock = new ArrayList<String>();
    hold.ifPresent(h -> unblock.addAll(h.unblock()));
    jobs.forEach(j -> unblock.addAll(Remedies.of(name, j)));
    return new StackStatus(
        name,
        phase,
        hold.map(Hold::told).or(() -> inTheWay).orElseGet(() -> summary(applied, services, jobs)),
        record.flatMap(StackRecord::applied),
        record.map(StackRecord::wanted).orElse(""),
        List.of(ready),
        services,
        jobs,
        unblock);
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

  static ServiceRow row(String stack, ObservedService service) {
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

  private static Phase phase(
      boolean applied, boolean inTheWay, List<ServiceRow> services, List<JobRow> jobs) {
    if (jobs.stream()
        .anyMatch(j -> j.phase() == JobPhase.FAILED
            || j.phase() == JobPhase.UNKNOWN
            || j.phase() == JobPhase.SUSPENDED
            || j.phase() == JobPhase.BLOCKED && j.stalled())) {
      return Phase.BLOCKED;
    }
    boolean well = services.stream().allMatch(ServiceRow::healthy)
        && jobs.stream().allMatch(j -> j.phase().settled());
    if (applied) return well ? Phase.READY : Phase.DEGRADED;
    return inTheWay && well ? Phase.BLOCKED : Phase.PROGRESSING;
  }

  /** What holds it in its manifest, nobody can tell without that. */
  private static String summary(boolean applied, List<ServiceRow> services, List<JobRow> jobs) {
    var job =
        jobs.stream().filter(j -> !j.phase().settled()).map(JobWords::told).findFirst();
    return job.or(() -> services.stream()
            .filter(s -> !s.healthy())
            .map(s -> s.name() + ": " + s.running() + " of " + s.desired() + " tasks running")
            .findFirst())
        .orElse(
            applied
                ? ""
                : "not wholly in place; if it stays so, the controller's status file of"
                    + " the stack says why");
  }
}
