package dev.skep.controller.cli;

import dev.skep.controller.run.Holder;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Deletion;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.StackCommands;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes a stack off the Swarm; its volumes stay, and so do the records of what has run on them. */
@Command(
    name = "delete",
    description = "Remove a stack's services, networks, configs and secrets; volumes stay.",
    mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  @Mixin
  private StackName stack;

  @Option(
      names = "--forget-runs",
      description = "Also forget which jobs have run: when the stack comes back, all run again."
          + " For stacks whose volumes are gone too.")
  private boolean forgetRuns;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = Times.class,
      description = "How long to wait for the engine to let go (default: 2m).")
  private Duration timeout;

  @Mixin
  private EngineOptions engine;

  @Mixin
  private LeaseOptions leaseOptions;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var err = spec.commandLine().getErr();
    var connected = engine.connect();
    if (connected.isLeft()) {
      err.println("skep: " + connected.getLeft().message());
      return Exit.ENGINE;
    }
    var main = Thread.currentThread();
    return Termination.guard(main::interrupt, OptionalInt.empty(), () -> delete(connected.get()));
  }

  private int delete(EngineOptions.Connected connected) {
    var err = spec.commandLine().getErr();
    try (var swarm = connected.swarm()) {
      var lease = leaseOptions.lease(swarm, engine.owner(), Holder.name(), Clock.SYSTEM);
      lease.acquireOrRenew();
      if (!lease.held() && orphaned(swarm)) return tell(swarm, lease);
      var instead =
          "take the stack out of its source first, and delete it once skep get stacks says"
              + " Orphaned";
      var taken = LeaseTaking.take(lease, engine.owner(), instead, err);
      if (taken.isPresent()) return taken.get();
      return workAndRelease(
          new Deletion(swarm, engine.owner(), stack.name(), Clock.SYSTEM, forgetRuns), lease);
    } catch (InterruptedException e) {
      err.println("skep: told to stop; what is gone is gone, delete again for the rest");
      return Exit.FAILED;
    }
  }

  private boolean orphaned(Swarm swarm) {
    return commands(swarm).orphaned(stack.name()).getOrElse(false);
  }

  /** Who is at work on this Swarm does it; and if that one is no more, we do. */
  private int tell(Swarm swarm, Lease lease) throws InterruptedException {
    var deletion = new Deletion(swarm, engine.owner(), stack.name(), Clock.SYSTEM, forgetRuns);
    var told = deletion.check().flatMap(may -> commands(swarm).delete(stack.name(), forgetRuns));
    if (told.isLeft()) return refused(told.getLeft());
    spec.commandLine().getErr().println(told.get() + "; waiting for the controller");
    long until = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < until) {
      lease.acquireOrRenew();
      if (lease.held()) return workAndRelease(deletion, lease);
      if (commands(swarm).removed(stack.name(), forgetRuns).getOrElse(false)) return done();
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
    return late(List.of("some of it"));
  }

  private StackCommands commands(Swarm swarm) {
    return new StackCommands(swarm, engine.owner(), Clock.SYSTEM);
  }

  private int workAndRelease(Deletion deletion, Lease lease) throws InterruptedException {
    try {
      return work(deletion, lease);
    } finally {
      lease.release();
    }
  }

  private int work(Deletion deletion, Lease lease) throws InterruptedException {
    var checked = deletion.check();
    if (checked.isLeft()) return refused(checked.getLeft());
    var told = new HashSet<String>();
    long until = System.nanoTime() + timeout.toNanos();
    while (true) {
      lease.acquireOrRenew();
      if (!lease.held()) return lost();
      var step = deletion.step();
      if (step.isLeft()) return refused(step.getLeft());
      if (step.get().isEmpty()) return done();
      step.get().stream()
          .filter(told::add)
          .forEach(what -> spec.commandLine().getOut().println("removing " + what));
      spec.commandLine().getOut().flush();
      if (System.nanoTime() > until) return late(step.get());
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
  }

  private int done() {
    var out = spec.commandLine().getOut();
    out.println(
        forgetRuns
            ? stack.name() + " is gone, and so is what was known of its runs; its volumes stay"
            : stack.name()
                + " is gone; its volumes stay, and what has succeeded on them does not run again when"
                + " it comes back (it does after: skep delete stack " + stack.name()
                + " --forget-runs)");
    out.flush();
    return Exit.DONE;
  }

  private int refused(SwarmFault fault) {
    spec.commandLine().getErr().println("skep: " + fault.message());
    return fault instanceof SwarmFault.Absent || fault instanceof SwarmFault.Rejected
        ? Exit.FAILED
        : Exit.ENGINE;
  }

  private int lost() {
    spec.commandLine().getErr().println("skep: the lease was lost; delete again for the rest");
    return Exit.FAILED;
  }

  private int late(List<String> left) {
    spec.commandLine()
        .getErr()
        .println("skep: the engine still has " + String.join(", ", left)
            + "; something else may use it");
    return Exit.TIMED_OUT;
  }
}
