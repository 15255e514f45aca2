package dev.skep.reconciler;

import dev.skep.model.Labels;
import dev.skep.model.ObservedNetwork;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the engine said in one round of reading, indexed so that the work for a stack does not grow
 * with the Swarm.
 */
public final class Observation {
  private final Instant at;
  private final Scope scope;
  private final List<Object> said;
  private final Map<String, ObservedService> servicesByName;
  private final Map<String, List<ObservedService>> servicesByStack;
  private final Map<String, List<ObservedService>> attemptsByStack;
  private final ReadTasks tasks;
  private final Map<String, ObservedNode> nodes;
  private final Map<String, ObservedNetwork> networksByName;
  private final List<ObservedPayload> payloads;
  private final Map<String, Ledger> ledgers;
  private final Optional<SetBack> setBack;
  private final Optional<String> otherScheduler;

  /**
   * @param scope the stacks for whose sake tasks, nodes and attempts were read
   * @param owner only attempt services of this owner count as ours
   */
  Observation(
      Instant at,
      Scope scope,
      String owner,
      List<ObservedService> services,
      ReadTasks tasks,
      List<ObservedNode> nodes,
      List<ObservedNetwork> networks,
      List<ObservedPayload> payloads,
      Heads heads) {
    this.at = at;
    this.scope = scope;
    this.said = List.of(scope, tasks, nodes, payloads, heads, networks, services);
    this.servicesByName = new HashMap<>();
    this.servicesByStack = new HashMap<>();
    this.attemptsByStack = new HashMap<>();
    for (var service : services) {
      servicesByName.put(service.name().toLowerCase(Locale.ROOT), service);
      service.label(Labels.NAMESPACE).ifPresent(stack -> add(servicesByStack, stack, service));
      if (isAttempt(service, owner)) {
        add(attemptsByStack, service.label(Labels.STACK).orElse(""), service);
      }
    }
    this.tasks = tasks;
    this.nodes = nodes.stream().collect(Collectors.toMap(ObservedNode::id, Function.identity()));
    this.networksByName = networks.stream()
        .collect(Collectors.toMap(ObservedNetwork::name, Function.identity(), (a, b) -> a));
    this.payloads = List.copyOf(payloads);
    this.ledgers = heads.byStack();
    this.setBack = heads.setBack().map(Held::value);
    this.otherScheduler =
        services.stream().filter(OtherScheduler::is).map(ObservedService::name).findFirst();
  }

  static boolean isAttempt(ObservedService service, String owner) {
    return service.label(Labels.KIND).equals(Optional.of("attempt"))
        && service.label(Labels.OWNER).equals(Optional.of(owner));
  }

  private static void add(
      Map<String, List<ObservedService>> map, String key, ObservedService service) {
    map.computeIfAbsent(key, k -> new ArrayList<>()).add(service);
  }

  public Instant at() {
    return at;
  }

  /** Whether the Swarm was as it was at another time. */
  boolean saysTheSameAs(Observation other) {
    return said.equals(other.said);
  }

  Scope scope() {
    return scope;
  }

  /** Names of services are unique whatever their case (swarmkit). */
  Optional<ObservedService> serviceNamed(String name) {
    return Optional.ofNullable(servicesByName.get(name.toLowerCase(Locale.ROOT)));
  }

  List<ObservedService> servicesOf(String stack) {
    return servicesByStack.getOrDefault(stack, List.of());
  }

  /** Of all stacks. */
  List<ObservedService> attemptServices() {
    return attemptsByStack.values().stream().flatMap(List::stream).toList();
  }

  List<ObservedService> attemptServicesOf(String stack, String job) {
    return attemptsByStack.getOrDefault(stack, List.of()).stream()
        .filter(s -> s.label(Labels.JOB).equals(Optional.of(job)))
        .toList();
  }

  /** Whether the tasks of this service were read. */
  boolean hasTasksOf(String serviceId) {
    return tasks.of(serviceId);
  }

  List<ObservedTask> tasksOf(String serviceId) {
    return tasks.all(serviceId);
  }

  Optional<ObservedNode> node(Optional<String> id) {
    return id.map(nodes::get);
  }

  Optional<ObservedNetwork> networkNamed(String name) {
    return Optional.ofNullable(networksByName.get(name));
  }

  List<ObservedPayload> payloads() {
    return payloads;
  }

  Ledger ledgerOf(String stack) {
    return ledgers.getOrDefault(stack, Ledger.EMPTY);
  }

  /** That the store was put back, until a person has looked at it. */
  Optional<SetBack> setBack() {
    return setBack;
  }

  /** Stacks that we have records of. */
  public Set<String> recordedStacks() {
    return ledgers.keySet();
  }

  /** The service as which swarm-cronjob runs, if it does. */
  Optional<String> otherScheduler() {
    return otherScheduler;
  }

  /** Of these, those that were not taken off the Swarm. */
  Set<String> standingStacks() {
    return stacks(Ledger::standing);
  }

  /** Of those, the ones that are known to be no longer in their source. */
  Set<String> orphanedStacks() {
    return stacks(l -> l.standing() && l.stack().flatMap(s -> s.value().left()).isPresent());
  }

  private Set<String> stacks(Predicate<Ledger> which) {
    return ledgers.entrySet().stream()
        .filter(e -> which.test(e.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
