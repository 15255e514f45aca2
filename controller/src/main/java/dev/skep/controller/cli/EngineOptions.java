package dev.skep.controller.cli;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.docker.EngineAddress;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  String owner() {
    return owner;
  }

  /** An engine together with what it says of itself. */
  record Connected(DockerSwarm swarm, Swarm.About about) {}

  /** An address that no engine can have is bad input; one that nobody answers at is a fault. */
  Either<SwarmFault, Connected> connect() {
    var address = EngineAddress.of(Optional.ofNullable(host), System.getenv())
        .getOrElseThrow(f -> new ParameterException(command.commandLine(), f.message()));
    return DockerSwarm.at(address)
        .flatMap(swarm -> swarm
            .about()
            .map(about -> new Connected(swarm, about))
            .peekLeft(fault -> swarm.close()));
  }
}
