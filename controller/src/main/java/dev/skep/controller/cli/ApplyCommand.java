package dev.skep.controller.cli;

import dev.skep.controller.print.Terminal;
import dev.skep.controller.run.Holder;
import dev.skep.controller.run.Operator;
import dev.skep.controller.source.Stacks;
import dev.skep.model.DesiredStack;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings stacks to the state of their manifests and waits until that is so, or cannot be. */
@Command(
    name = "apply",
    description = "Apply manifests and wait until the Swarm is as they say.",
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
  @Mixin
  private ManifestOptions manifests;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30m",
      converter = Times.class,
      description = "How long to wait, such as 90s or 10m; the work is not undone (default: 30m).")
  private Duration timeout;

  @Option(
      names = "--dry-run",
      description = "Tell what would change, as skep diff does, and change nothing.")
  private boolean dryRun;

  @Option(names = "--status", paramLabel = "DIR", description = "Also write status files there.")
  private Optional<Path> status = Optional.empty();

  @Mixin
  private EngineOptions engine;

  @Mixin
  private LeaseOptions leaseOptions;

  @Mixin
  private ImageOptions images;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var read = manifests.read(engine);
    if (read.isEmpty()) return Exit.BAD_INPUT;
    var stacks = read.get();
    if (dryRun) return tell(stacks);
    var connected = engine.connect();
    if (connected.isLeft()) {
      spec.commandLine().getErr().println("skep: " + connected.getLeft().message());
      return Exit.ENGINE;
    }
    Logging.quiet();
    var main = Thread.currentThread();
    return Termination.guard(
        main::interrupt, OptionalInt.empty(), () -> work(stacks, connected.get()));
  }

  private int tell(Stacks stacks) {
    var differences = DiffCommand.of(engine, stacks);
    if (differences.isLeft()) {
      spec.commandLine().getErr().println("skep: " + differences.getLeft().message());
      return Exit.ENGINE;
    }
    DiffCommand.print(differences.get(), spec.commandLine().getOut());
    return Exit.DONE;
  }

  private int work(Stacks stacks, EngineOptions.Connected connected) {
    var err = spec.commandLine().getErr();
    try (var swarm = connected.swarm()) {
      images.apply(swarm);
      var owner = engine.ownership(stacks).owner();
      var lease = leaseOptions.lease(swarm, owner, Holder.name(), Clock.SYSTEM);
      var taken = LeaseTaking.take(lease, owner, "commit to its source, or stop it first", err);
      if (taken.isPresent()) return taken.get();
      return run(stacks, connected, lease);
    } catch (InterruptedException e) {
      err.println("skep: told to stop; what has begun on the Swarm goes on there, and nothing more"
          + " is written until somebody applies again");
      return Exit.FAILED;
    }
  }

  private int run(Stacks stacks, EngineOptions.Connected connected, Lease lease)
      throws InterruptedException {
    var swarm = connected.swarm();
    var owner = engine.ownership(stacks).owner();
    var files = status.map(
        dir -> new StatusWriter(dir, owner, "skep apply", connected.about(), swarm, lease));
    var terminal = Terminals.standardOutput();
    var view = new ApplyView(
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        stacks.good().size() == 1 ? terminal : Terminal.pipe(terminal.unicode()),
        new Records(swarm, owner),
        files);
    var settled = new ConcurrentHashMap<String, Settled>();
    var open = new CountDownLatch(stacks.good().size());
    BiConsumer<DesiredStack, Either<SwarmFault, Pass>> listener = (s, pass) -> {
      view.passed(s, pass);
      if (pass.isRight() && lease.held()) {
        var how = Settled.of(pass.get());
        if (how != Settled.NOT_YET && settled.putIfAbsent(s.name(), how) == null) open.countDown();
      }
    };
    Map<String, DesiredStack> good = stacks.good();
    boolean done;
    try (var operator =
        new Operator(swarm, lease, owner, connected.about().clusterId(), () -> good, listener)) {
      operator.onWarning(view::warned);
      operator.start();
      done = view.until(open, timeout);
    }
    good.keySet().forEach(name -> settled.putIfAbsent(name, Settled.NOT_YET));
    view.end(settled, !done);
    files.ifPresent(StatusWriter::close);
    return settled.values().stream().mapToInt(Settled::exitCode).max().orElse(Exit.DONE);
  }
}
