package dev.skep.controller.cli;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.docker.EngineAddress;
import dev.skep.controller.source.Ownership;
import dev.skep.controller.source.Ownership.Given;
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

  private Optional<String> flag = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = GivenOwner.FLAG,
      paramLabel = "ID",
      description = "Whose objects to touch; two owners never touch each other's; else SKEP_OWNER,"
          + " else what the skep.yml says that is read, else skep.")
  void owner(String given) {
    flag = Optional.of(given);
    given();
  }

  /** What the flag says, else the environment; refuses what can be no owner. */
  Optional<Given> given() {
    return GivenOwner.of(flag, System.getenv())
        .getOrElseThrow(why -> new ParameterException(command.commandLine(), why));
  }

  /** For commands that read no manifests. */
  String owner() {
    return given().map(Given::id).orElse(OwnerId.DEFAULT);
  }

  /** For commands that read manifests, which may say it too. */
  Ownership ownership(Stacks stacks) {
    return new Ownership(given(), stacks.settings().flatMap(Settings::owner));
  }

  /** An engine together with what it says of itself. */
  record Connected(DockerSwarm swarm, Swarm.About about) {}

  /**
   * An address that no engine can have is bad input, and so is an owner that cannot be; an address
   * that nobody answers at is a fault.
   */
  Either<SwarmFault, Connected> connect() {
    given();
    return DockerSwarm.at(address())
        .flatMap(swarm -> swarm
            .about()
            .map(about -> new Connected(swarm, about))
            .peekLeft(fault -> swarm.close()));
  }

  /** Where the engine is; nobody has talked to it yet. */
  EngineAddress address() {
    return EngineAddress.of(Optional.ofNullable(host), System.getenv())
        .getOrElseThrow(f -> new ParameterException(command.commandLine(), f.message()));
  }
}
