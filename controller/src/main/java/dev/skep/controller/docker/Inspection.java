package dev.skep.controller.docker;

import dev.skep.model.Tree;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at an engine and its Swarm for what may be wrong with them. */
public final class Inspection {
  private final Engine engine;
  private final Credentials credentials;

  Inspection(Engine engine, Credentials credentials) {
    this.engine = engine;
    this.credentials = credentials;
  }

  /** The engine itself, also one that can manage no Swarm. */
  public Either<SwarmFault, EngineSight> engine(Clock clock) {
    var call = Call.get("/info");
    // Asked before, so that the time is that of one answer.
    return engine.version().flatMap(api -> {
      var asked = clock.now();
      long from = clock.nanos();
      return read(call, Tree.Obj.class).map(info -> {
        var took = Duration.ofNanos(clock.nanos() - from);
        return EngineSight.of(info, api.toString(), asked, took);
      });
    });
  }

  /** All nodes; only a manager knows them. */
  public Either<SwarmFault, List<NodeSight>> nodes() {
    return read(Call.get("/nodes"), Tree.Arr.class)
        .map(nodes -> nodes.items().stream()
            .filter(Tree.Obj.class::isInstance)
            .map(node -> NodeSight.of((Tree.Obj) node))
            .toList());
  }

  /** Whether the engine itself has an image of that name, so that its node need not pull it. */
  public Either<SwarmFault, Boolean> hasImage(String name) {
    var found = engine.ask(Call.get("/images/" + new ImageName(name).steps() + "/json"));
    return found.isLeft() && found.getLeft() instanceof SwarmFault.Absent
        ? Either.right(false)
        : found.map(reply -> true);
  }

  /** How many containers of a service there are on the engine's own node, also ended ones. */
  public Either<SwarmFault, Integer> containersOf(String serviceId) {
    var path = Query.of("/containers/json")
        .with("all", 1)
        .labels(Map.of("com.docker.swarm.service.id", serviceId));
    return read(Call.get(path.toString()), Tree.Arr.class)
        .map(found -> found.items().size());
  }

  /** Why there is no login for an image where the Docker configuration says that there is one. */
  public Optional<String> noLogin(String image) {
    return credentials.trouble(image);
  }

  private <T extends Tree> Either<SwarmFault, T> read(Call call, Class<T> kind) {
    return engine
        .ask(call)
        .flatMap(reply -> Json.parse(reply.body())
            .filter(kind::isInstance)
            .map(json -> Either.<SwarmFault, T>right(kind.cast(json)))
            .orElseGet(() -> Either.left(Faults.unreadable(call))));
  }
}
