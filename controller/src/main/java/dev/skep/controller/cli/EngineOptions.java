package dev.skep.controller.cli;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.docker.EngineAddress;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of every command that talks to an engine. */
final class EngineOptions {
  @Option(
      names = {"-H", "--host"},
      paramLabel = "URL",
      description = "Engine to talk to: unix:///… or tcp://…; else DOCKER_HOST, else the default"
          + " socket.")
  private String host;

  @Option(
      names = "--owner",
      paramLabel = "ID",
      defaultValue = "skep",
      description = "Whose objects to touch; two owners never touch each other's (default: skep).")
  private String owner;

  String owner() {
    return owner;
  }

  /** An engine together with what it says of itself. */
  record Connected(DockerSwarm swarm, Swarm.About about) {}

  Either<SwarmFault, Connected> connect() {
    var address = EngineAddress.of(Optional.ofNullable(host), System.getenv());
    return address
        .flatMap(DockerSwarm::connect)
        .flatMap(swarm -> swarm.about().map(about -> new Connected(swarm, about)));
  }
}
