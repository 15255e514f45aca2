package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Condition;
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
import java.util.OptionalInt;

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

  Optional<JobRecord> record(String stack, String job) {
    return Optional.ofNullable(observation.ledgerOf(stack).jobs().get(job)).map(Held::value);
  }

  /** Where a job stands, if there is a record of it. */
  Optional<JobStep> step(String stack, String job) {
    var ledger = observation.ledgerOf(stack);
    return Optional.ofNullable(ledger.jobs().get(job))
        .map(held -> JobMachine.step(view(ledger, held)));
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
    var jobs = ledger.jobs().values().stream()
        .filter(held -> wanted(ledger, held.value().job()))
        .map(held -> row(ledger, held))
        .sorted(Comparator.comparing(JobRow::name))
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

  private JobRow row(Ledger ledger, Held<JobRecord> held) {
    var wanted = wanted(ledger, held.value());
    var step = JobMachine.step(view(ledger, held));
    var attempts = ledger.attemptsOf(held.value().job()).stream()
        .filter(a -> a.run().equals(wanted.run()))
        .toList();
    int made = (int) attempts.stream()
        .filter(a -> a.counted() || a.result() == AttemptRecord.Result.SUCCEEDED)
        .count();
    return new JobRow(
        held.value().job(),
        step.phase(),
        step.reason(),
        step.message(),
        RunKey.brief(wanted.runKey()),
        made,
        OptionalInt.empty(),
        attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast()),
        Optional.empty(),
        step.stalled());
  }

  /** The job is one that the wanted revision has. */
  private static boolean wanted(Ledger ledger, String job) {
    return ledger.stack().isEmpty() || ledger.stack().get().value().runKeys().containsKey(job);
  }

  /** What the stack's record says is wanted; its newest run may have been for something else. */
  private static JobView.Wanted wanted(Ledger ledger, JobRecord record) {
    var key =
        ledger.stack().map(s -> s.value().runKeys().get(record.job())).orElse(record.runKey());
    var run = key.equals(record.runKey())
        ? record.run()
        : ledger.attemptsOf(record.job()).stream()
            .filter(a -> a.runKey().equals(key))
            .map(AttemptRecord::run)
            .findFirst()
            .orElse("");
    return new JobView.Wanted(run, key, JobPolicy.DEFAULT, Optional.empty(), Optional.empty());
  }

  /** As the job machine sees it, as far as that can be told without the manifest. */
  private JobView view(Ledger ledger, Held<JobRecord> held) {
    var record = held.value();
    var wanted = wanted(ledger, record);
    return new JobView(
        record.stack(),
        record.job(),
        owner,
        record.incarnation(),
        Optional.of(wanted),
        Optional.of(held),
        Optional.ofNullable(ledger.unreadable().get(record.job())),
        ledger.attemptsOf(record.job()),
        observation.attemptServicesOf(record.stack(), record.job()),
        observation::serviceNamed,
        observation::tasksOf,
        observation::node,
        clock.now(),
        record.epoch());
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
