package dev.skep.controller.docker;

import dev.skep.lab.SwarmLab;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmContract;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * A real engine keeps the contract, through the adapter: one of the lab's, or the one that
 * SKEP_IT_DOCKER_HOST names (it must be a Swarm manager and have the lab's busybox).
 */
class DockerSwarmIT extends SwarmContract {
  private static DockerSwarm swarm;

  @BeforeAll
  static void connect() {
    var given = Optional.ofNullable(System.getenv("SKEP_IT_DOCKER_HOST"));
    var host = given.orElseGet(() -> SwarmLab.single().host(0));
    var address = EngineAddress.of(Optional.of(host), Map.of());
    swarm = address
        .flatMap(DockerSwarm::connect)
        .getOrElseThrow(fault -> new AssertionError(fault.message()));
  }

  @AfterAll
  static void close() {
    if (swarm != null) swarm.close();
  }

  @Override
  protected Swarm swarm() {
    return swarm;
  }

  @Override
  protected void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(condition);
  }
}
