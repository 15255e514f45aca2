package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.model.StackRecord;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the Swarm. What an idle pass does not need is not read: nodes only while something moves,
 * tasks of what moves alone, attempt records only when the heads they hang on have changed, configs
 * and secrets only for stacks that have them.
 */
final class Observer {
  private final Swarm swarm;
  private final Records records;
  private final String owner;
  private final Clock clock;

  private final KnownAttempts attempts;
  private final Adoption adoption;

  Observer(Swarm swarm, Records records, String owner, Clock clock) {
    this.swarm = swarm;
    this.records = records;
    this.owner = owner;
    this.clock = clock;
    this.attempts = new KnownAttempts(records, clock);
    this.adoption = new Adoption(swarm);
  }

  /** For all stacks. */
  Either<SwarmFault, Observation> observe(
      Collection<DesiredStack> stacks, Map<String, Long> settled) {
    return observe(stacks, settled, Scope.ALL);
  }

  /**
   * @param stacks whose objects are of interest
   * @param scope the stacks whose passes are to plan from it
   * @param settled services known to be healthy, by id, at a version
   */
  Either<SwarmFault, Observation> observe(
      Collection<DesiredStack> stacks, Map<String, Long> settled, Scope scope) {
    var at = clock.now();
    return records
        .heads()
        .flatMap(heads -> swarm
            .services(Map.of())
            .flatMap(services -> attempts
                .read(heads.byStack(), attemptServices(services), scope)
                .flatMap(ended -> tasks(stacks, services, settled, scope)
                    .flatMap(tasks -> nodes(services, scope)
                        .flatMap(nodes -> swarm
                            .networks()
                            .flatMap(networks -> payloads(stacks, heads)
                                .map(payloads -> new Observation(
                                    at,
                                    scope,
                                    owner,
                                    services,
                                    tasks,
                                    nodes,
                                    networks,
                                    payloads,
                                    withAttempts(heads, ended)))))))));
  }

  /** What is known of the attempts; to be told of own writes, from any thread. */
  KnownAttempts attempts() {
    return attempts;
  }

  private List<ObservedService> attemptServices(List<ObservedService> services) {
    return services.stream().filter(s -> Observation.isAttempt(s, owner)).toList();
  }

  private Either<SwarmFault, ReadTasks> tasks(
      Collection<DesiredStack> stacks,
      List<ObservedService> services,
      Map<String, Long> settled,
      Scope scope) {
    var these = stacks.stream().filter(s -> scope.holds(s.name())).toList();
    var names = these.stream().map(DesiredStack::name).collect(Collectors.toSet());
    var of = new HashSet<String>();
    if (attemptOpen(services, scope)) attemptServices(services, scope).forEach(s -> of.add(s.id()));
    foreignRuns(these, services).forEach(s -> of.add(s.id()));
    services.stream()
        .filter(s -> ours(s, names) && unsettled(s, settled))
        .forEach(s -> of.add(s.id()));
    if (of.isEmpty()) return Either.right(ReadTasks.NONE);
    return swarm.tasksOf(of).map(tasks -> ReadTasks.of(of, tasks));
  }

  /** Somebody else's services that have the name of a job: what do their tasks say? */
  private Stream<ObservedService> foreignRuns(
      Collection<DesiredStack> stacks, List<ObservedService> services) {
    var jobs = stacks.stream()
        .flatMap(stack -> stack.services().values().stream())
        .filter(s -> s.job().isPresent())
        .map(DesiredService::fullName)
        .collect(Collectors.toSet());
    return services.stream()
        .filter(s -> jobs.contains(s.name()) && !s.label(Labels.OWNER).equals(Optional.of(owner)));
  }

  private boolean ours(ObservedService service, Set<String> stacks) {
    return service.label(Labels.OWNER).equals(Optional.of(owner))
        && service.label(Labels.NAMESPACE).filter(stacks::contains).isPresent();
  }

  private static boolean unsettled(ObservedService service, Map<String, Long> settled) {
    return service.runningTasks() < service.desiredTasks()
        || !Long.valueOf(service.version()).equals(settled.get(service.id()));
  }

  private Stream<ObservedService> attemptServices(List<ObservedService> services, Scope scope) {
    return attemptServices(services).stream()
        .filter(s -> scope.holds(s.label(Labels.STACK).orElse("")));
  }

  private boolean attemptOpen(List<ObservedService> services, Scope scope) {
    return attemptServices(services, scope).anyMatch(attempts::open);
  }

  private Either<SwarmFault, List<ObservedNode>> nodes(
      List<ObservedService> services, Scope scope) {
    return attemptOpen(services, scope) ? swarm.nodes() : Either.right(List.of());
  }

  private Either<SwarmFault, List<ObservedPayload>> payloads(
      Collection<DesiredStack> stacks, Heads heads) {
    Either<SwarmFault, List<ObservedPayload>> all = Either.right(List.of());
    for (var kind : Kind.values()) {
      var wanted = stacks.stream()
          .flatMap(s -> s.payloads().stream())
          .filter(p -> p.kind() == kind)
          .toList();
      if (wanted.stream().anyMatch(p -> !p.external())) {
        var filter = new HashMap<>(Map.of(Labels.OWNER, owner));
        filter.put(
            Labels.NAMESPACE, stacks.size() == 1 ? stacks.iterator().next().name() : "");
        all = plus(all, () -> swarm.payloads(kind, filter))
            .flatMap(seen ->
                unmarked(kind, made(kind, stacks, heads), seen).map(more -> join(seen, more)))
            .flatMap(seen -> adoption.of(kind, stacks, heads, seen).map(more -> join(seen, more)));
      }
      var external = wanted.stream()
          .filter(DesiredPayload::external)
          .map(DesiredPayload::name)
          .collect(Collectors.toCollection(HashSet::new));
      if (!external.isEmpty()) all = plus(all, () -> swarm.payloadsNamed(kind, external));
    }
    return all;
  }

  /** The ids, by full name, of what was ours when a revision was last wholly in place. */
  private static Map<String, String> made(Kind kind, Collection<DesiredStack> stacks, Heads heads) {
    var out = new HashMap<String, String>();
    for (var stack : stacks) {
      heads
          .of(stack.name())
          .stack()
          .ifPresent(s -> s.value().inventory().payloads().forEach((key, payload) -> {
            var prefix = StackRecord.Payload.key(kind, "");
            if (key.startsWith(prefix)) out.put(key.substring(prefix.length()), payload.id());
          }));
    }
    return out;
  }

  /** What we made and do not find by its mark: somebody may have overwritten its labels. */
  private Either<SwarmFault, List<ObservedPayload>> unmarked(
      Kind kind, Map<String, String> made, List<ObservedPayload> seen) {
    var lost = new HashMap<>(made);
    seen.forEach(p -> lost.remove(p.name(), p.id()));
    if (lost.isEmpty()) return Either.right(List.of());
    return swarm
        .payloadsNamed(kind, lost.keySet())
        .map(found ->
            found.stream().filter(p -> p.id().equals(lost.get(p.name()))).toList());
  }

  private static Either<SwarmFault, List<ObservedPayload>> plus(
      Either<SwarmFault, List<ObservedPayload>> some,
      Supplier<Either<SwarmFault, List<ObservedPayload>>> more) {
    return some.flatMap(a -> more.get().map(b -> join(a, b)));
  }

  private static List<ObservedPayload> join(List<ObservedPayload> a, List<ObservedPayload> b) {
    var both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  private static Heads withAttempts(Heads heads, Map<String, List<AttemptRecord>> byStack) {
    var names = new HashSet<>(heads.byStack().keySet());
    names.addAll(byStack.keySet());
    var out = new HashMap<String, Ledger>();
    for (var name : names) {
      out.put(name, heads.of(name).with(byStack.getOrDefault(name, List.of())));
    }
    return new Heads(out, heads.setBack());
  }
}
