package dev.skep.reconciler;

import dev.skep.model.DesiredPayload;
import dev.skep.model.ObservedNetwork;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedPayload;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that the fake engine stores. The maps are persistent, so a copy is free and old states can
 * be kept for stale reads; sorted by id, so that every run goes the same way.
 */
final class FakeState {
  /** A config or secret with its content. */
  record Payload(ObservedPayload seen, byte[] content) {}

  /** A node; {@code labels} are for constraints. */
  record Node(ObservedNode seen, java.util.Map<String, String> labels) {
    boolean reachable() {
      return !seen.down();
    }

    boolean takesTasks() {
      return reachable() && seen.availability().equals("active");
    }

    Node in(String state, String availability, Instant at) {
      var now = new ObservedNode(seen.id(), seen.hostname(), state, availability, at);
      return new Node(now, labels);
    }
  }

  long index = 10;
  private long made;
  Map<String, FakeService> services = TreeMap.empty();
  Map<String, FakeTask> tasks = TreeMap.empty();
  private Map<String, Map<String, FakeTask>> byService = HashMap.empty();
  private Map<String, String> idByName = HashMap.empty();
  Map<String, Payload> payloads = TreeMap.empty();
  Map<String, ObservedNetwork> networks = TreeMap.empty();
  Map<String, Node> nodes = TreeMap.empty();
  Map<String, FakeContainer> containers = TreeMap.empty();

  FakeState copy() {
    var copy = new FakeState();
    copy.index = index;
    copy.made = made;
    copy.services = services;
    copy.tasks = tasks;
    copy.byService = byService;
    copy.idByName = idByName;
    copy.payloads = payloads;
    copy.networks = networks;
    copy.nodes = nodes;
    copy.containers = containers;
    return copy;
  }

  /** A store that was restored into a Swarm that is further on. */
  FakeState putBackFrom(FakeState further) {
    var back = copy();
    back.made = further.made;
    back.containers = further.containers;
    return back;
  }

  /** Ids sort in the order of creation. */
  String newId(String prefix) {
    return String.format(Locale.ROOT, "%s%08d", prefix, ++made);
  }

  void put(FakeService service) {
    services = services.put(service.id(), service);
    idByName = idByName.put(service.name().toLowerCase(Locale.ROOT), service.id());
  }

  void put(FakeTask task) {
    tasks = tasks.put(task.id(), task);
    var siblings = byService.getOrElse(task.serviceId(), TreeMap.empty());
    byService = byService.put(task.serviceId(), siblings.put(task.id(), task));
  }

  void remove(FakeTask task) {
    tasks = tasks.remove(task.id());
    byService = byService.computeIfPresent(task.serviceId(), (id, all) -> all.remove(task.id()))._2;
  }

  /** Oldest first. */
  List<FakeTask> tasksOf(String serviceId) {
    return byService.get(serviceId).map(all -> all.values().toJavaList()).getOrElse(List.of());
  }

  void remove(FakeService service) {
    services = services.remove(service.id());
    idByName = idByName.remove(service.name().toLowerCase(Locale.ROOT));
  }

  void put(Node node) {
    nodes = nodes.put(node.seen().id(), node);
  }

  Optional<Node> node(Optional<String> id) {
    return id.flatMap(i -> nodes.get(i).toJavaOptional());
  }

  Optional<FakeService> serviceNamed(String name) {
    return idByName.get(name.toLowerCase(Locale.ROOT)).flatMap(services::get).toJavaOptional();
  }

  Optional<Payload> payloadNamed(DesiredPayload.Kind kind, String name) {
    return payloads
        .values()
        .find(p -> p.seen().kind() == kind && p.seen().name().equals(name))
        .toJavaOptional();
  }
}
