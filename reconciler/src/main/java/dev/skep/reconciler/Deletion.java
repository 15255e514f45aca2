package dev.skep.reconciler;

import dev.skep.model.DesiredPayload;
import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a stack of ours off the Swarm. Its records stay, because its volumes do: when it comes back,
 * what has succeeded does not run again. Only who says so has them forgotten too, and with them the
 * stack's incarnation. One step removes what can be removed now; one steps until nothing is left.
 * The caller holds the lease.
 */
public final class Deletion {
  private static final Set<JobPhase> MAY_RUN =
      EnumSet.of(JobPhase.STARTING, JobPhase.RUNNING, JobPhase.STOPPING, JobPhase.UNKNOWN);

  private static final List<String> LAST = List.of("stack-orders", "stack");

  private final Swarm swarm;
  private final String owner;
  private final String stack;
  private final Clock clock;
  private final boolean forgetRuns;

  /**
   * @param forgetRuns whether its records go as well
   */
  public Deletion(Swarm swarm, String owner, String stack, Clock clock, boolean forgetRuns) {
    this.swarm = swarm;
    this.owner = owner;
    this.stack = stack;
    this.clock = clock;
    this.forgetRuns = forgetRuns;
  }

  /**
   * Says why not, if a person has to do something first: {@link SwarmFault.Absent} when there is
   * nothing of the stack, {@link SwarmFault.Rejected} while a job of it may run.
   */
  public Either<SwarmFault, Done> check() {
    return Survey.at(swarm, owner, clock).flatMap(survey -> {
      for (var job : survey.ledger(stack).jobs().keySet()) {
        var phase = survey.jobsOf(stack).standing(job).row().phase();
        if (MAY_RUN.contains(phase)) {
          var name = stack + "_" + job;
          return Either.left(new SwarmFault.Rejected("job " + name + " is " + phase.text()
              + "; wait for its end, or: skep "
              + (phase == JobPhase.UNKNOWN ? "resolve" : "cancel") + " job " + name));
        }
      }
      var ledger = survey.ledger(stack);
      boolean gone = ledger.stack().filter(s -> s.value().removed()).isPresent() && !forgetRuns;
      return ledger != Ledger.EMPTY && !gone
          ? Either.right(Done.DONE)
          : Either.left(new SwarmFault.Absent("no stack " + stack + " of owner " + owner));
    });
  }

  /** Removes what can be removed now; returns what was there, empty when nothing is left. */
  public Either<SwarmFault, List<String>> step() {
    return services().flatMap(services -> services.isEmpty() ? surroundings() : right(services));
  }

  private Either<SwarmFault, List<String>> services() {
    return swarm.services(Map.of(Labels.OWNER, owner)).flatMap(all -> {
      var ours = all.stream().filter(this::ofStack).toList();
      var found = new ArrayList<String>();
      for (var service : ours) {
        var fault = fault(swarm.removeService(service.id()));
        if (fault.isPresent()) return Either.left(fault.get());
        found.add("service " + service.name());
      }
      return right(found);
    });
  }

  private boolean ofStack(ObservedService service) {
    return service.label(Labels.NAMESPACE).equals(Optional.of(stack))
        || Observation.isAttempt(service, owner)
            && service.label(Labels.STACK).equals(Optional.of(stack));
  }

  /** What services use; the engine lets it go once their tasks are gone. */
  private Either<SwarmFault, List<String>> surroundings() {
    var found = new ArrayList<String>();
    var mine = Map.of(Labels.OWNER, owner, Labels.NAMESPACE, stack);
    var networks = swarm.networks();
    if (networks.isLeft()) return Either.left(networks.getLeft());
    for (var network : networks.get()) {
      if (!network.labels().entrySet().containsAll(mine.entrySet())) continue;
      found.add("network " + network.name());
      swarm.removeNetwork(network.id());
    }
    for (var kind : DesiredPayload.Kind.values()) {
      var payloads = swarm.payloads(kind, mine);
      if (payloads.isLeft()) return Either.left(payloads.getLeft());
      for (var payload : payloads.get()) {
        found.add(kind.name().toLowerCase(Locale.ROOT) + " " + payload.name());
        swarm.removePayload(kind, payload.id());
      }
    }
    if (!found.isEmpty()) return right(found);
    return forgetRuns ? records() : retire();
  }

  /** What is known of its runs stays; that there is nothing of it any more is written there. */
  private Either<SwarmFault, List<String>> retire() {
    return new Records(swarm, owner).heads().flatMap(heads -> {
      var record = heads.of(stack).stack();
      if (record.isEmpty() || record.get().value().removed()) return right(List.of());
      var after = record.get().value().removed(clock.now());
      return new Records(swarm, owner).swap(record.get(), after).map(done -> List.of());
    });
  }

  /** The stack's own last: while it is there, a job whose record is gone is held. */
  private Either<SwarmFault, List<String>> records() {
    var filter = Map.of(Labels.OWNER, owner, Labels.STACK, stack);
    return swarm.payloads(DesiredPayload.Kind.CONFIG, filter).flatMap(all -> {
      // What was ordered goes just before that: the order is obeyed to the end.
      var last = all.stream()
          .filter(c -> LAST.contains(c.labels().getOrDefault(Labels.KIND, "")))
          .sorted(Comparator.comparing(c -> LAST.indexOf(c.labels().get(Labels.KIND))))
          .toList();
      var first = all.stream().filter(c -> !last.contains(c)).toList();
      var found = new ArrayList<String>();
      for (var record : first.isEmpty() ? last : first) {
        var fault = fault(swarm.removePayload(DesiredPayload.Kind.CONFIG, record.id()));
        if (fault.isPresent()) return Either.left(fault.get());
        found.add("record " + record.name());
      }
      return right(found);
    });
  }

  /** What is gone already is as it shall be. */
  private static Optional<SwarmFault> fault(Either<SwarmFault, Done> removed) {
    return removed.isRight() || removed.getLeft() instanceof SwarmFault.Absent
        ? Optional.empty()
        : Optional.of(removed.getLeft());
  }

  private static Either<SwarmFault, List<String>> right(List<String> found) {
    return Either.right(List.copyOf(found));
  }
}
