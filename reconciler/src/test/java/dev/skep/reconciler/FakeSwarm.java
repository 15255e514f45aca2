package dev.skep.reconciler;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.LockedImage;
import dev.skep.model.ObservedNetwork;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Tree;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An engine in memory, under a virtual clock: it moves only in {@link #tick}. Two runs that make
 * the same calls see the same. One lock around everything.
 */
public final class FakeSwarm implements Swarm {
  private record Rule(Predicate<Tree.Obj> applies, Behaviour behaviour) {}

  private final FakeWorld world = new FakeWorld();
  private final List<Consumer<News>> watchers = new CopyOnWriteArrayList<>();
  private Optional<Map<String, LockedImage>> registry = Optional.empty();
  private final List<Rule> rules = new ArrayList<>();
  private final List<FakeCall> calls = new ArrayList<>();
  private Function<FakeCall, FaultPlan> faults = call -> FaultPlan.NONE;
  private UnaryOperator<Tree.Obj> writing = UnaryOperator.identity();
  private long writes;

  /** The last answers to questions for lists, by question. */
  private final Map<String, List<?>> told = new HashMap<>();

  public FakeSwarm() {
    this(1);
  }

  public FakeSwarm(int nodes) {
    for (int i = 1; i <= nodes; i++) world.addNode("node" + i, Map.of());
  }

  // What a test says.

  /** The clock moves by this much, stopping wherever something happens on the way. */
  public void tick(Duration by) {
    synchronized (this) {
      world.advance(by, this::behaviourOf);
    }
    tell(News.OF_ANYTHING);
  }

  public synchronized Instant now() {
    return world.now();
  }

  /** What containers of such service specs do; the last rule that applies counts. */
  public synchronized void behave(Predicate<Tree.Obj> spec, Behaviour behaviour) {
    rules.addFirst(new Rule(spec, behaviour));
  }

  /** Asked before every call; {@link FaultPlan#NONE} lets it through. */
  public synchronized void faults(Function<FakeCall, FaultPlan> hook) {
    faults = hook;
  }

  /** Specs are kept so and not as they were sent. */
  synchronized void keepsSpecs(UnaryOperator<Tree.Obj> so) {
    writing = so;
  }

  public synchronized List<FakeCall> calls() {
    return List.copyOf(calls);
  }

  public synchronized long writes() {
    return writes;
  }

  /** All there is, for who watches without being seen: no call, no fault. */
  synchronized FakeState state() {
    return world.state();
  }

  /** The store is again as it was then; what containers have done stays done. */
  synchronized void putBack(FakeState then) {
    world.putBack(then);
    told.clear();
  }

  /** Every container that ever ran, in order of start. */
  public synchronized List<FakeContainer> containers() {
    return world.state().containers.values().toJavaList();
  }

  public synchronized long starts(String serviceName) {
    return containers().stream()
        .filter(c -> c.serviceName().equals(serviceName))
        .count();
  }

  /** Nodes, and what goes wrong with them. */
  public FakeNodes machines() {
    return new FakeNodes(world, this);
  }

  Behaviour behaviourOf(Tree.Obj spec) {
    return rules.stream()
        .filter(r -> r.applies().test(spec))
        .findFirst()
        .map(Rule::behaviour)
        .orElse(Behaviour.forEver());
  }

  /** From now on there are registries to be asked, and they have these images by name. */
  public synchronized void registries(Map<String, LockedImage> images) {
    registry = Optional.of(Map.copyOf(images));
  }

  // What the engine answers.

  @Override
  public Either<SwarmFault, About> about() {
    return read("about", "", s -> Either.right(new About("fake-cluster", "node1", "0", "1.41")));
  }

  @Override
  public Either<SwarmFault, List<ObservedService>> services(Map<String, String> labels) {
    return read("services", labels, s -> Either.right(FakeQueries.services(s, labels)));
  }

  @Override
  public Either<SwarmFault, List<ObservedTask>> tasks(Map<String, String> labels) {
    return read("tasks", labels, s -> Either.right(FakeQueries.tasks(s, labels)));
  }

  @Override
  public Either<SwarmFault, List<ObservedTask>> tasksOf(Set<String> serviceIds) {
    return read("tasks", serviceIds, s -> Either.right(FakeQueries.tasksOf(s, serviceIds)));
  }

  @Override
  public Either<SwarmFault, List<ObservedNode>> nodes() {
    return read(
        "nodes", "", s -> Either.right(s.nodes.values().map(n -> n.seen()).toJavaList()));
  }

  @Override
  public Either<SwarmFault, List<ObservedNetwork>> networks() {
    return read("networks", "", s -> Either.right(s.networks.values().toJavaList()));
  }

  @Override
  public Either<SwarmFault, List<ObservedPayload>> payloads(Kind kind, Map<String, String> labels) {
    var which = kind == Kind.CONFIG ? labels.toString() : kind + " " + labels;
    return read("payloads", which, s -> Either.right(FakeQueries.payloads(s, kind, labels)));
  }

  @Override
  public Either<SwarmFault, List<ObservedPayload>> payloadsNamed(Kind kind, Set<String> names) {
    if (names.isEmpty()) return Either.right(List.of());
    return read("payloadsNamed", names, s -> Either.right(FakeQueries.named(s, kind, names)));
  }

  @Override
  public Either<SwarmFault, byte[]> configContent(String name) {
    return read("configContent", name, s -> FakeQueries.content(s, name));
  }

  @Override
  public Either<SwarmFault, Map<String, List<String>>> taskLogs(String serviceId, int lines) {
    return read(
        "taskLogs", serviceId, s -> FakeQueries.logs(s, serviceId, lines, this::behaviourOf));
  }

  @Override
  public Either<SwarmFault, List<String>> serviceLog(String serviceId, int lines) {
    return read(
        "serviceLog", serviceId, s -> FakeQueries.log(s, serviceId, lines, this::behaviourOf));
  }

  @Override
  public Map<String, Either<SwarmFault, LockedImage>> images(Set<String> names) {
    var out = new TreeMap<String, Either<SwarmFault, LockedImage>>();
    if (registry.isEmpty()) return out;
    for (var name : names) {
      out.put(name, read("image", name, s -> pin(registry.get(), name)));
    }
    return out;
  }

  private static Either<SwarmFault, LockedImage> pin(Map<String, LockedImage> images, String name) {
    return Optional.ofNullable(images.get(name))
        .<Either<SwarmFault, LockedImage>>map(Either::right)
        .orElseGet(() -> Either.left(new SwarmFault.Rejected("no registry knows " + name)));
  }

  @Override
  public Either<SwarmFault, String> createService(Tree.Obj spec) {
    return write("createService", spec.text("Name").orElse(""), w -> w.createService(spec));
  }

  @Override
  public Either<SwarmFault, Done> updateService(String id, long version, Tree.Obj spec) {
    return write("updateService", id, w -> w.updateService(id, version, writing.apply(spec)));
  }

  @Override
  public Either<SwarmFault, Done> removeService(String id) {
    return write("removeService", id, w -> w.removeService(id));
  }

  @Override
  public Either<SwarmFault, String> createNetwork(Tree.Obj spec) {
    return write("createNetwork", spec.text("Name").orElse(""), w -> w.createNetwork(spec));
  }

  @Override
  public Either<SwarmFault, Done> removeNetwork(String id) {
    return write("removeNetwork", id, w -> w.removeNetwork(id));
  }

  @Override
  public Either<SwarmFault, String> createPayload(
      Kind kind, String name, Map<String, String> labels, byte[] content, Tree.Obj extra) {
    return write("createPayload", name, w -> w.createPayload(kind, name, labels, content, extra));
  }

  @Override
  public Either<SwarmFault, Done> relabelPayload(
      Kind kind, String id, long version, String name, Map<String, String> labels) {
    return write("relabelPayload", name, w -> w.relabelPayload(id, version, name, labels));
  }

  @Override
  public Either<SwarmFault, Done> removePayload(Kind kind, String id) {
    return write("removePayload", id, w -> w.removePayload(id));
  }

  @Override
  public AutoCloseable watch(Consumer<News> onChange) {
    watchers.add(onChange);
    return () -> watchers.remove(onChange);
  }

  private synchronized <T> Either<SwarmFault, T> read(
      String name, Object target, Function<FakeState, Either<SwarmFault, T>> answer) {
    var call = new FakeCall(calls.size() + 1, 0, name, target.toString());
    calls.add(call);
    return switch (faults.apply(call)) {
      case FaultPlan.None n -> answer.apply(world.state()).map(a -> asBefore(name + target, a));
      case FaultPlan.StaleRead stale ->
        answer.apply(world.before(stale.age())).map(a -> asBefore(name + target, a));
      case FaultPlan.Refuse r -> Either.left(unreachable(call));
      case FaultPlan.DropBefore d -> Either.left(unreachable(call));
      case FaultPlan.LoseAnswer l -> Either.left(unreachable(call));
    };
  }

  /** The same object if it is equal, as the port wants it. */
  @SuppressWarnings("unchecked")
  private <T> T asBefore(String question, T answer) {
    if (!(answer instanceof List<?> list)) return answer;
    return (T) told.merge(question, list, (old, now) -> old.equals(now) ? old : now);
  }

  private <T> Either<SwarmFault, T> write(
      String name, String target, Function<FakeWorld, Either<SwarmFault, T>> effect) {
    // Finding out whose it was takes longer than the write where there are thousands.
    if (watchers.isEmpty()) return locked(name, target, effect);
    var before = state().copy();
    var result = locked(name, target, effect);
    if (result.isRight()) tell(FakeQueries.news(target, before, state()));
    return result;
  }

  private void tell(News news) {
    watchers.forEach(w -> w.accept(news));
  }

  private synchronized <T> Either<SwarmFault, T> locked(
      String name, String target, Function<FakeWorld, Either<SwarmFault, T>> effect) {
    var call = new FakeCall(calls.size() + 1, ++writes, name, target);
    calls.add(call);
    return switch (faults.apply(call)) {
      case FaultPlan.None n -> effect.apply(world);
      case FaultPlan.Refuse r -> Either.left(unreachable(call));
      case FaultPlan.DropBefore d -> Either.left(unknown(call));
      case FaultPlan.StaleRead s -> Either.left(unknown(call));
      case FaultPlan.LoseAnswer l -> {
        effect.apply(world);
        yield Either.left(unknown(call));
      }
    };
  }

  private static SwarmFault unreachable(FakeCall call) {
    return new SwarmFault.Unreachable(call + ": no engine");
  }

  private static SwarmFault unknown(FakeCall call) {
    return new SwarmFault.OutcomeUnknown(call + ": no answer");
  }
}
