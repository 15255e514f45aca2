package dev.skep.reconciler;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.ObservedNetwork;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedPayload;
import dev.skep.model.Tree;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The fake engine's state, its writes and its time. Guarded by the lock of {@link FakeSwarm}. */
final class FakeWorld {
  private record Past(Instant at, FakeState state) {}

  private static final int REMEMBERED = 256;
  private static final int LARGEST_CONFIG = 1_023_999;
  private static final int LARGEST_SECRET = 511_999;

  private FakeState state = new FakeState();
  private final Deque<Past> past = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  FakeWorld() {
    for (var name : List.of("host", "none", "bridge")) addNetwork(name, "local", Map.of());
    addNetwork("ingress", "swarm", Map.of());
  }

  FakeState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  void addNode(String hostname, Map<String, String> labels) {
    var seen = new ObservedNode(hostname, hostname, "ready", "active", now);
    state.put(new FakeState.Node(seen, Map.copyOf(labels)));
  }

  private String addNetwork(String name, String scope, Map<String, String> labels) {
    var network = new ObservedNetwork(state.newId("net"), name, scope, labels);
    state.networks = state.networks.put(network.id(), network);
    return network.id();
  }

  void advance(Duration by, Function<Tree.Obj, Behaviour> behaviours) {
    var end = now.plus(by);
    settle(behaviours);
    for (var next = next(end); next.isPresent(); next = next(end)) {
      now = next.get();
      settle(behaviours);
    }
    now = end;
  }

  private void settle(Function<Tree.Obj, Behaviour> behaviours) {
    remember();
    boolean more = true;
    for (int round = 0; more; round++) {
      if (round > 1_000) throw new IllegalStateException("the fake engine does not come to rest");
      more = new FakeOrchestrator(state, now).reconcile();
      more |= new FakeAgents(state, behaviours, now).step();
    }
  }

  /** When something next happens by itself. */
  private Optional<Instant> next(Instant end) {
    var times = new ArrayList<>(FakeOrchestrator.deadlines(state).values());
    for (var task : state.tasks.values()) task.due().ifPresent(times::add);
    return times.stream()
        .filter(t -> t.isAfter(now) && !t.isAfter(end))
        .min(Comparator.naturalOrder());
  }

  private void remember() {
    past.addLast(new Past(now, state.copy()));
    if (past.size() > REMEMBERED) past.removeFirst();
  }

  /** The state of then, or the oldest that is remembered. */
  FakeState before(Duration age) {
    var then = now.minus(age);
    return past.reversed().stream()
        .filter(p -> !p.at().isAfter(then))
        .findFirst()
        .or(() -> Optional.ofNullable(past.peekFirst()))
        .map(Past::state)
        .orElse(state);
  }

  Either<SwarmFault, String> createService(Tree.Obj spec) {
    var name = spec.text("Name").orElse("");
    return new FakeSpec(state).stored(spec).flatMap(stored -> {
      if (state.serviceNamed(name).isPresent()) return taken("service " + name);
      remember();
      var id = state.newId("svc");
      state.put(new FakeService(
          id, ++state.index, now, now, stored, Optional.empty(), Optional.empty(), 0));
      return Either.right(id);
    });
  }

  Either<SwarmFault, Done> updateService(String id, long version, Tree.Obj spec) {
    var found = state.services.get(id).toJavaOptional();
    if (found.isEmpty()) return FakeQueries.absent("service", id);
    var service = found.get();
    return new FakeSpec(state).stored(spec).flatMap(stored -> {
      if (version != service.version()) return stale();
      if (!stored.text("Name").orElse("").equals(service.name()))
        return rejected("renaming services is not supported");
      if (!stored
          .object("Mode")
          .fields()
          .keySet()
          .equals(service.spec().object("Mode").fields().keySet()))
        return rejected("service mode change is not allowed");
      remember();
      state.put(service.with(stored, ++state.index, now));
      return done();
    });
  }

  Either<SwarmFault, Done> removeService(String id) {
    var service = state.services.get(id);
    if (service.isEmpty()) return FakeQueries.absent("service", id);
    remember();
    state.remove(service.get());
    return done();
  }

  Either<SwarmFault, String> createNetwork(Tree.Obj spec) {
    var name = spec.text("Name").orElse("");
    if (state.networks.values().exists(n -> n.name().equals(name)))
      return taken("network with name " + name);
    remember();
    return Either.right(addNetwork(name, "swarm", spec.strings("Labels")));
  }

  Either<SwarmFault, Done> removeNetwork(String id) {
    if (!state.networks.containsKey(id)) return FakeQueries.absent("network", id);
    var user = state.services.values().find(s -> refers(s, id));
    if (user.isDefined())
      return rejected("network " + id + " is in use by service " + user.get().id());
    remember();
    state.networks = state.networks.remove(id);
    return done();
  }

  Either<SwarmFault, String> createPayload(
      Kind kind, String name, Map<String, String> labels, byte[] content, Tree.Obj extra) {
    int most = kind == Kind.CONFIG ? LARGEST_CONFIG : LARGEST_SECRET;
    if (content.length == 0 || content.length > most)
      return rejected("data must be larger than 0 and at most " + most + " bytes");
    if (!name.matches("[a-zA-Z0-9](?:[a-zA-Z0-9-_.]{0,62}[a-zA-Z0-9])?"))
      return rejected("invalid name: " + name);
    if (state.payloadNamed(kind, name).isPresent()) return taken(kind + " " + name);
    remember();
    var id = state.newId(kind == Kind.CONFIG ? "cfg" : "sec");
    var seen = new ObservedPayload(kind, id, ++state.index, now, name, labels, extra);
    state.payloads = state.payloads.put(id, new FakeState.Payload(seen, content.clone()));
    return Either.right(id);
  }

  /** The store as it was, with ids that nobody has had; the machines are as they are. */
  void putBack(FakeState then) {
    remember();
    state = then.putBackFrom(state);
  }

  Either<SwarmFault, Done> relabelPayload(
      String id, long version, String name, Map<String, String> labels) {
    var found = state.payloads.get(id);
    if (found.isEmpty()) return FakeQueries.absent("config or secret", id);
    var seen = found.get().seen();
    if (version != seen.version()) return stale();
    if (!name.equals(seen.name())) return rejected("only updates to Labels are allowed");
    remember();
    var changed = new ObservedPayload(
        seen.kind(), id, ++state.index, seen.createdAt(), name, labels, seen.extra());
    state.payloads =
        state.payloads.put(id, new FakeState.Payload(changed, found.get().content()));
    return done();
  }

  Either<SwarmFault, Done> removePayload(String id) {
    if (!state.payloads.containsKey(id)) return FakeQueries.absent("config or secret", id);
    var user = state.services.values().find(s -> refers(s, id));
    if (user.isDefined())
      return rejected(
          "'" + id + "' is in use by the following service: " + user.get().name());
    remember();
    state.payloads = state.payloads.remove(id);
    return done();
  }

  private static boolean refers(FakeService service, String id) {
    var template = service.spec().object("TaskTemplate");
    return names(template.array("Networks"), "Target", id)
        || names(template.array("ContainerSpec", "Configs"), "ConfigID", id)
        || names(template.array("ContainerSpec", "Secrets"), "SecretID", id);
  }

  private static boolean names(List<Tree> references, String field, String id) {
    return references.stream()
        .anyMatch(r -> r instanceof Tree.Obj o && o.text(field).orElse("").equals(id));
  }

  private static Either<SwarmFault, Done> done() {
    return Either.right(Done.DONE);
  }

  private static <T> Either<SwarmFault, T> stale() {
    return Either.left(new SwarmFault.Stale("update out of sequence"));
  }

  private static <T> Either<SwarmFault, T> taken(String what) {
    return Either.left(new SwarmFault.NameTaken(what + " already exists"));
  }

  private static <T> Either<SwarmFault, T> rejected(String message) {
    return Either.left(new SwarmFault.Rejected(message));
  }
}
