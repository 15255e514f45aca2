package dev.skep.controller.docker;

import com.github.benmanes.caffeine.cache.Ticker;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.transport.SSLConfig;
import dev.skep.model.DesiredPayload;
import dev.skep.model.LockedImage;
import dev.skep.model.ObservedNetwork;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Tree;
import dev.skep.reconciler.News;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The Swarm behind one engine, over its HTTP API. Safe for many threads. */
public final class DockerSwarm implements Swarm, AutoCloseable {
  /** Services whose tasks are asked for by id: all of them must fit into the address. */
  private static final int ASKED_FOR = 50;

  private final EngineAddress address;
  private final Transport transport;
  private final Engine engine;
  private final Credentials credentials;
  private final Registries registries;
  private final LastAnswers last = new LastAnswers();
  private volatile boolean asksRegistries = true;
  private volatile boolean sendsLogins = true;

  private DockerSwarm(
      EngineAddress address, Credentials credentials, Transport transport, Deadlines deadlines) {
    this.address = address;
    this.credentials = credentials;
    this.transport = transport;
    this.engine = new Engine(transport, deadlines);
    this.registries = new Registries(engine, credentials, deadlines, Ticker.systemTicker());
  }

  /** Talks to nobody yet; faults only when the environment's own settings contradict. */
  public static Either<SwarmFault, DockerSwarm> at(EngineAddress address) {
    return at(address, Deadlines.USUAL);
  }

  /** As {@link #at}, for a look that a person waits for. */
  public static Either<SwarmFault, DockerSwarm> hasty(EngineAddress address) {
    return at(address, Deadlines.HASTY);
  }

  static Either<SwarmFault, DockerSwarm> at(EngineAddress address, Deadlines deadlines) {
    return at(address, deadlines, () -> config(address));
  }

  static Either<SwarmFault, DockerSwarm> at(
      EngineAddress address, Deadlines deadlines, Supplier<DefaultDockerClientConfig> config) {
    try {
      var ssl = address.local()
          ? Optional.<SSLConfig>empty()
          : Optional.<SSLConfig>ofNullable(config.get().getSSLConfig());
      var transport = new Transport(address, ssl);
      var helpers = new CredentialHelpers(
          Objects.requireNonNullElse(System.getenv("PATH"), ""), Ticker.systemTicker());
      var credentials = new Credentials(config, helpers);
      return Either.right(new DockerSwarm(address, credentials, transport, deadlines));
    } catch (RuntimeException e) {
      return Either.left(new SwarmFault.Rejected(
          "cannot use " + address + " (from " + address.origin() + "): " + e.getMessage()));
    }
  }

  /** Whether {@link #images} asks at all. */
  public void askRegistries(boolean ask) {
    asksRegistries = ask;
  }

  /**
   * Whether a service goes to the Swarm with the login of its image's registry, so that nodes can
   * pull. The engine keeps it with the service.
   */
  public void sendLogins(boolean send) {
    sendsLogins = send;
  }

  /** As {@link #at}, and makes sure that a Swarm can be managed there. */
  public static Either<SwarmFault, DockerSwarm> connect(EngineAddress address) {
    return at(address).flatMap(swarm -> {
      var about = swarm.about();
      if (about.isLeft()) swarm.close();
      return about.map(a -> swarm);
    });
  }

  private static DefaultDockerClientConfig config(EngineAddress address) {
    return DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost(address.host().toString())
        .build();
  }

  @Override
  public Either<SwarmFault, About> about() {
    return object(Call.get("/info")).flatMap(info -> {
      var state = info.text("Swarm", "LocalNodeState").orElse("inactive");
      var cluster = info.text("Swarm", "Cluster", "ID").filter(id -> !id.isEmpty());
      if (state.equals("inactive")) return Either.left(Faults.noSwarm(address));
      if (state.equals("locked")) return Either.left(Faults.locked(address));
      if (!(info.at("Swarm", "ControlAvailable").orElse(Tree.Nil.NIL) instanceof Tree.Bool b
          && b.value())) return Either.left(notNow(state, info));
      if (cluster.isEmpty()) return Either.left(notNow("manager", info));
      return engine
          .version()
          .map(v -> new About(
              cluster.get(),
              info.text("Name").orElse(""),
              info.text("ServerVersion").orElse(""),
              v.toString()));
    });
  }

  private SwarmFault notNow(String state, Tree.Obj info) {
    if (state.equals("active")) return Faults.worker(address);
    return new SwarmFault.Unreachable("the Swarm at "
        + address
        + " does not answer yet ("
        + state
        + ") "
        + info.text("Swarm", "Error").orElse(""));
  }

  @Override
  public Either<SwarmFault, List<ObservedService>> services(Map<String, String> labels) {
    var path = Query.of("/services").with("status", true).labels(labels);
    return list(path, Observations.OF_SERVICES, Observations::service);
  }

  @Override
  public Either<SwarmFault, List<ObservedTask>> tasks(Map<String, String> labels) {
    return list(Query.of("/tasks").labels(labels), Observations.OF_TASKS, Observations::task);
  }

  @Override
  public Either<SwarmFault, List<ObservedTask>> tasksOf(Set<String> serviceIds) {
    if (serviceIds.isEmpty()) return Either.right(List.of());
    if (serviceIds.size() > ASKED_FOR) return amongAll(serviceIds);
    var path = Query.of("/tasks").filters(Map.of("service", new TreeSet<>(serviceIds)));
    var found = list(path, Observations.OF_TASKS, Observations::task);
    // The engine knows none of them if one of the services is gone.
    return found.isLeft() && found.getLeft() instanceof SwarmFault.Absent
        ? amongAll(serviceIds)
        : found;
  }

  private Either<SwarmFault, List<ObservedTask>> amongAll(Set<String> serviceIds) {
    return tasks(Map.of())
        .map(all -> all.stream().filter(t -> serviceIds.contains(t.serviceId())).toList());
  }

  @Override
  public Either<SwarmFault, List<ObservedNode>> nodes() {
    return list(Query.of("/nodes"), Json.Drop.NOTHING, Observations::node);
  }

  @Override
  public Either<SwarmFault, List<ObservedNetwork>> networks() {
    // They come in another order each time.
    return list(
        Query.of("/networks"),
        Json.Drop.NOTHING,
        Observations::network,
        found -> found.sort(Comparator.comparing(ObservedNetwork::id)));
  }

  @Override
  public Either<SwarmFault, List<ObservedPayload>> payloads(
      DesiredPayload.Kind kind, Map<String, String> labels) {
    return payloads(kind, Query.of(folder(kind)).labels(labels));
  }

  @Override
  public Either<SwarmFault, List<ObservedPayload>> payloadsNamed(
      DesiredPayload.Kind kind, Set<String> names) {
    if (names.isEmpty()) return Either.right(List.of());
    // The engine's name filter also finds names that merely contain the one asked for.
    return payloads(kind, Query.of(folder(kind)).filters(Map.of("name", names)))
        .map(found -> found.stream().filter(p -> names.contains(p.name())).toList());
  }

  private Either<SwarmFault, List<ObservedPayload>> payloads(DesiredPayload.Kind kind, Query path) {
    return list(path, Observations.OF_PAYLOADS, json -> Observations.payload(kind, json));
  }

  @Override
  public Either<SwarmFault, byte[]> configContent(String name) {
    var call = Call.get("/configs/" + Query.step(name));
    return object(call).flatMap(json -> {
      // The engine also finds by id and by the beginning of one.
      if (!json.text("Spec", "Name").orElse("").equals(name))
        return Either.left(new SwarmFault.Absent(call + ": config " + name + " not found"));
      try {
        return Either.right(Base64.getDecoder().decode(json.text("Spec", "Data").orElse("")));
      } catch (IllegalArgumentException e) {
        return Either.left(Faults.unreadable(call));
      }
    });
  }

  @Override
  public Map<String, Either<SwarmFault, LockedImage>> images(Set<String> names) {
    return asksRegistries ? registries.images(names) : Map.of();
  }

  @Override
  public Either<SwarmFault, String> createService(Tree.Obj spec) {
    return login(spec).flatMap(headers -> created(Call.post("/services/create", spec, headers)));
  }

  @Override
  public Either<SwarmFault, Done> updateService(String id, long version, Tree.Obj spec) {
    var path = Query.of("/services/" + Query.step(id) + "/update").with("version", version);
    return login(spec).flatMap(headers -> done(Call.post(path.toString(), spec, headers)));
  }

  private Either<SwarmFault, Map<String, String>> login(Tree.Obj spec) {
    return sendsLogins ? credentials.headers(spec) : Either.right(Map.of());
  }

  @Override
  public Either<SwarmFault, Done> removeService(String id) {
    return done(Call.delete("/services/" + Query.step(id)));
  }

  @Override
  public Either<SwarmFault, String> createNetwork(Tree.Obj spec) {
    return created(Call.post("/networks/create", spec));
  }

  @Override
  public Either<SwarmFault, Done> removeNetwork(String id) {
    return done(Call.delete("/networks/" + Query.step(id)));
  }

  @Override
  public Either<SwarmFault, String> createPayload(
      DesiredPayload.Kind kind,
      String name,
      Map<String, String> labels,
      byte[] content,
      Tree.Obj extra) {
    var spec = extra
        .with("Name", Tree.of(name))
        .with("Labels", Tree.strings(labels))
        .with("Data", Tree.of(Base64.getEncoder().encodeToString(content)));
    return created(Call.post(folder(kind) + "/create", spec));
  }

  @Override
  public Either<SwarmFault, Done> relabelPayload(
      DesiredPayload.Kind kind, String id, long version, String name, Map<String, String> labels) {
    var path = Query.of(folder(kind) + "/" + Query.step(id) + "/update").with("version", version);
    var spec = Tree.Obj.EMPTY.with("Name", Tree.of(name)).with("Labels", Tree.strings(labels));
    return done(Call.post(path.toString(), spec));
  }

  @Override
  public Either<SwarmFault, Done> removePayload(DesiredPayload.Kind kind, String id) {
    return done(Call.delete(folder(kind) + "/" + Query.step(id)));
  }

  @Override
  public Either<SwarmFault, List<String>> serviceLog(String serviceId, int lines) {
    return new LogCall<>(Call.get(logs(serviceId, lines).toString()), new LogLines(lines))
        .by(engine);
  }

  @Override
  public Either<SwarmFault, Map<String, List<String>>> taskLogs(String serviceId, int lines) {
    var path = logs(serviceId, lines).with("details", 1);
    return new LogCall<>(Call.get(path.toString()), new TaskLines(lines)).by(engine);
  }

  private static Query logs(String serviceId, int lines) {
    return Query.of("/services/" + Query.step(serviceId) + "/logs")
        .with("stdout", 1)
        .with("stderr", 1)
        .with("tail", lines);
  }

  @Override
  public AutoCloseable watch(Consumer<News> onChange) {
    return new EventWatch(engine, transport, onChange).start();
  }

  /** For who wants all of a log, while it is written. */
  public ServiceLog log(String serviceId, ServiceLog.Sink sink) {
    return new ServiceLog(engine, transport, serviceId, sink);
  }

  /** For who looks for what is wrong. */
  public Inspection inspection() {
    return new Inspection(engine, credentials);
  }

  /** Has somebody told of every call from now on. */
  public void listen(EngineListener listener) {
    engine.listen(listener);
  }

  /** Whether a dead engine is left in peace: {@code closed} (no), {@code open} or {@code half_open}. */
  public String breaker() {
    return engine.breaker();
  }

  /** Requests made, for status and measurements. */
  public long calls() {
    return engine.calls();
  }

  /** Requests made that can change the Swarm. */
  public long writes() {
    return engine.writes();
  }

  @Override
  public void close() {
    registries.close();
    transport.close();
  }

  private static String folder(DesiredPayload.Kind kind) {
    return switch (kind) {
      case CONFIG -> "/configs";
      case SECRET -> "/secrets";
    };
  }

  private <T> Either<SwarmFault, List<T>> list(
      Query path, Json.Drop drop, Function<Tree.Obj, T> record) {
    return list(path, drop, record, found -> {});
  }

  private <T> Either<SwarmFault, List<T>> list(
      Query path, Json.Drop drop, Function<Tree.Obj, T> record, Consumer<List<T>> tidy) {
    var call = Call.get(path.toString());
    return engine
        .ask(call)
        .flatMap(reply -> last.of(call.path(), reply.body(), () -> items(reply, drop, record, tidy))
            .toEither(() -> Faults.unreadable(call)));
  }

  private static <T> Option<List<T>> items(
      Reply reply, Json.Drop drop, Function<Tree.Obj, T> record, Consumer<List<T>> tidy) {
    if (!(Json.parse(reply.body(), drop).orElse(Tree.Nil.NIL) instanceof Tree.Arr items))
      return Option.none();
    var found = new ArrayList<T>(items.items().size());
    for (var item : items.items()) if (item instanceof Tree.Obj json) found.add(record.apply(json));
    tidy.accept(found);
    return Option.some(List.copyOf(found));
  }

  private Either<SwarmFault, Tree.Obj> object(Call call) {
    return engine
        .ask(call)
        .flatMap(reply -> Json.parse(reply.body())
            .filter(Tree.Obj.class::isInstance)
            .map(json -> Either.<SwarmFault, Tree.Obj>right((Tree.Obj) json))
            .orElseGet(() -> Either.left(Faults.unreadable(call))));
  }

  private Either<SwarmFault, Done> done(Call call) {
    return engine.ask(call).map(reply -> Done.DONE);
  }

  /** Services, configs and secrets answer with ID, networks with Id. */
  private Either<SwarmFault, String> created(Call call) {
    return object(call)
        .flatMap(json -> json.text("ID")
            .or(() -> json.text("Id"))
            .map(Either::<SwarmFault, String>right)
            .orElseGet(() -> Either.left(Faults.unreadable(call))));
  }
}
