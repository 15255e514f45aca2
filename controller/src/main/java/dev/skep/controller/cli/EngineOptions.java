package dev.skep.controller.cli;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.docker.EngineAddress;
import dev.skep.controller.source.Ownership;
import dev.skep.controller.source.Stacks;
import dev.skep.manifests.Settings;
import dev.skep.model.OwnerId;
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

  private Optional<String> owner = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--owner",
      paramLabel = "ID",
      description = "Whose objects to touch; two owners never touch each other's (default: skep, or"
          + " what the skep.yml says that is read).")
  void owner(String given) {
    if (!OwnerId.fits(given)) {
      throw new ParameterException(
          command.commandLine(), "--owner '" + given + "' cannot be used; " + OwnerId.RULE);
    }
    owner = Optional.of(given);
  }

  /** What the flag says. */
  Optional<String> given() {
    return owner;
  }

  /** For commands that read no manifests. */
  String owner() {
    return owner.orElse(OwnerId.DEFAULT);
  }

  /** For commands that read manifests, which may say it too. */
  Ownership ownership(Stacks stacks) {
    return new Ownership(owner, stacks.settings().flatMap(Settings::owner));
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
