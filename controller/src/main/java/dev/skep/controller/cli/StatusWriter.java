package dev.skep.controller.cli;

import dev.skep.controller.source.Stacks;
import dev.skep.model.DesiredStack;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.nio.file.Path;

final class StatusWriter {
  StatusWriter(Path folder, String owner, Swarm.About about, Swarm swarm, Lease lease) {}

  void passed(DesiredStack desired, Either<SwarmFault, Pass> result) {}

  void controller(String revision, Stacks stacks) {}
}
