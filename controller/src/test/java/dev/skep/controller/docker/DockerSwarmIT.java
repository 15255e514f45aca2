package dev.skep.controller.docker;

import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmContract;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** A real engine keeps the contract, through the adapter. */
class DockerSwarmIT extends SwarmContract {
  private static DockerSwarm swarm;

  @BeforeAll
  static void connect() {
    var host = System.getenv().getOrDefault("SKEP_IT_DOCKER_HOST", "");
    Assumptions.assumeFalse(host.isEmpty(), "SKEP_IT_DOCKER_HOST names an engine to test with");
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
