package dev.skep.controller.cli;

import dev.skep.model.Hash;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.JobCommands;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.StackCommands;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.Optional;
import java.util.UUID;

/** What the commands have in common that tell the controller something. */
abstract class OrderCommand extends EngineCommand {
  private static final int TOKEN = 6;

  /** Gives the order; returns what to print. */
  abstract Either<SwarmFault, String> give(Swarm swarm, Swarm.About about);

  @Override
  final Either<SwarmFault, String> answer(Swarm swarm, Swarm.About about) {
    return give(swarm, about).map(said -> said + "\n").peek(said -> {
      var holder = Lease.holder(swarm, engine.owner());
      if (holder.isRight() && holder.get().equals(Optional.empty())) {
        tell("skep: no controller is at work as owner " + engine.owner()
            + " now; this takes effect once one is, or with skep apply");
      }
    });
  }

  final JobCommands jobs(Swarm swarm, Swarm.About about) {
    return new JobCommands(
        swarm,
        engine.owner(),
        about.clusterId(),
        Clock.SYSTEM,
        () -> Hash.base32(UUID.randomUUID().toString(), TOKEN));
  }

  final StackCommands stacks(Swarm swarm) {
    return new StackCommands(swarm, engine.owner(), Clock.SYSTEM);
  }
}
