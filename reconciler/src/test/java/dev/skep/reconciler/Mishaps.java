package dev.skep.reconciler;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.model.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What happens to a Swarm beside its controllers: nodes come and go, and people remove things by
 * hand, records among them.
 */
final class Mishaps {
  private static final List<String> NODES = List.of("node1", "node2");

  private static final String SERVICES = "services";

  /** Of all evidence only one kind is lost in a history: two together may be all there was. */
  private static final List<String> KINDS =
      List.of("job", "attempt", "stack", "orders", "lease", SERVICES);

  private final FakeSwarm swarm;
  private final Random random;
  private final String fragile;
  private final Set<String> away = new HashSet<>();
  private final Set<String> lostAttempts = new HashSet<>();

  Mishaps(FakeSwarm swarm, Random random) {
    this.swarm = swarm;
    this.random = random;
    this.fragile = KINDS.get(random.nextInt(KINDS.size()));
  }

  /** The runs of which an attempt's record was removed. */
  Set<String> runsWithLostAttempts() {
    return lostAttempts;
  }

  /** Perhaps something happens. */
  void step() {
    if (!away.isEmpty() && random.nextInt(25) == 0) back(away.iterator().next());
    if (random.nextInt(80) == 0) node(NODES.get(random.nextInt(NODES.size())));
    int dice = random.nextInt(1000);
    if (dice < 5) removeRecord();
    else if (dice < 9 && fragile.equals(SERVICES)) removeService(SimulatedShop::isAttempt);
    else if (dice < 12) removeService(s -> s.text("Labels", Labels.NAMESPACE).isPresent());
    else if (dice < 13) removeStack();
  }

  void allNodesReady() {
    List.copyOf(away).forEach(this::back);
  }

  private void node(String id) {
    if (!away.add(id)) return;
    switch (random.nextInt(4)) {
      case 0 -> swarm.machines().isolate(id);
      case 1 -> swarm.machines().crash(id);
      case 2 -> swarm.machines().drain(id);
      default -> swarm.machines().remove(id);
    }
  }

  private void back(String id) {
    away.remove(id);
    if (swarm.state().nodes.containsKey(id)) swarm.machines().restore(id);
    else swarm.machines().add(id, Map.of());
  }

  private void removeRecord() {
    var records = payloads().stream()
        .filter(p -> fragile.equals(p.labels().get(Labels.KIND)))
        .filter(p -> !fragile.equals("job") || listed(p.labels().get(Labels.JOB)))
        .toList();
    if (records.isEmpty()) return;
    var record = records.get(random.nextInt(records.size()));
    if (fragile.equals("attempt")) lostAttempts.add(record.labels().get(Labels.RUN));
    swarm.removePayload(Kind.CONFIG, record.id());
  }

  /** The stack's record tells of it, as it does a pass after it was made. */
  private boolean listed(String job) {
    return payloads().stream()
        .filter(p -> "stack".equals(p.labels().get(Labels.KIND)))
        .anyMatch(p -> StackRecordCodec.readStack(p.labels()).inventory().jobs().contains(job));
  }

  private List<ObservedPayload> payloads() {
    return swarm
        .state()
        .payloads
        .values()
        .map(p -> p.seen())
        .filter(p -> p.kind() == Kind.CONFIG)
        .toJavaList();
  }

  private void removeService(Predicate<Tree.Obj> which) {
    var found = services().stream().filter(s -> which.test(s.spec())).toList();
    if (!found.isEmpty())
      swarm.removeService(found.get(random.nextInt(found.size())).id());
  }

  private List<ObservedService> services() {
    return FakeQueries.services(swarm.state(), Map.of());
  }

  /** As {@code docker stack rm}: whatever has the stack's label, and nothing else. */
  private void removeStack() {
    var label = Optional.of("shop");
    for (var service : services()) {
      if (service.label(Labels.NAMESPACE).equals(label)) swarm.removeService(service.id());
    }
    for (var network : swarm.state().networks.values()) {
      if ("shop".equals(network.labels().get(Labels.NAMESPACE))) swarm.removeNetwork(network.id());
    }
  }
}
