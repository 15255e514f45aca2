package dev.skep.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/**
 * A PostgreSQL that jobs of many stacks write to. It is no service but a container of one node, on
 * a network of the Swarm: whatever becomes of services and of other nodes, it stays.
 */
record WitnessDatabase(Engine engine, String name) implements AutoCloseable {
  /** The name is also the host's and that of a network, which is made unless it is there. */
  static WitnessDatabase on(Engine engine, String name) {
    var database = new WitnessDatabase(engine, name);
    new Engine(engine.lab())
        .lines("docker network inspect " + name + " >/dev/null 2>&1 ||"
            + " docker network create --driver overlay --attachable " + name);
    engine.lines("docker run --detach --name " + name + " --network " + name
        + " --env POSTGRES_USER=pythonapp --env POSTGRES_PASSWORD=password postgres:15");
    await("database " + name)
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> database.of("").sql("select 1").equals(List.of("1")));
    return database;
  }

  /** Of a stack that uses it. */
  Witness of(String stack) {
    return new Witness(engine, name, stack);
  }

  @Override
  public void close() {
    engine.lines("docker rm --force --volumes " + name);
    new Engine(engine.lab()).lines("docker network rm " + name);
  }
}
