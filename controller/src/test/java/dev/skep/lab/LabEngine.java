package dev.skep.lab;

import java.net.URI;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * Tells Testcontainers to use the engine that the shell lab uses; found as a service, hence public.
 * Without it, a DOCKER_HOST that names a lab node would nest labs in labs.
 */
public final class LabEngine extends DockerClientProviderStrategy {

  private URI host;

  @Override
  public synchronized TransportConfig getTransportConfig() {
    if (host == null) {
      host = URI.create(LabScript.run("engine"));
    }
    return TransportConfig.builder().dockerHost(host).build();
  }

  @Override
  public String getDescription() {
    return "the engine of Skep's lab";
  }

  /** Before all that Testcontainers would find by itself. */
  @Override
  protected int getPriority() {
    return 1000;
  }

  /** Else Testcontainers writes the choice into the user's home, for all projects. */
  @Override
  protected boolean isPersistable() {
    return false;
  }
}
