package dev.skep.controller.cli;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.oneoff.Console;
import dev.skep.controller.oneoff.Limits;
import dev.skep.controller.oneoff.OneOff;
import dev.skep.controller.oneoff.Request;
import dev.skep.model.Timespan;
import dev.skep.reconciler.Clock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One job, somewhere on the Swarm, with the habits of {@code docker run --rm}. */
@Command(
    name = "run",
    description = {
      "Run a job once, somewhere on the Swarm, as docker run --rm does on one node.",
      "It prints what the job writes, ends with its exit code, and leaves nothing behind. It needs"
          + " no controller."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = RunCommand.BROKEN,
    exitCodeOnExecutionException = RunCommand.BROKEN,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  the job's own; 124 not ended in time; 125 a wrong flag, or Skep, the engine or",
      "  the node failed; 126 and 127 the command cannot be started or is not there;",
      "  130, 143 and 129 ended by Ctrl-C, SIGTERM or a lost terminal"
    })
final class RunCommand implements Callable<Integer> {
  /** What an engine takes to end a task, to tell so, and to remove what is left. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private static final String USUAL_TTL = "1h";
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(5);

  /** A job may end with any code: what is not the job's own must not look like most of them. */
  static final int BROKEN = 125;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Image to run.")
  private String image;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "CMD",
      description = "Command in it, after -- where it has flags of its own (default: the image's).")
  private List<String> command = List.of();

  @Option(
      names = {"-d", "--detach"},
      description =
          "Only start it, and print the name of its service; a controller looks after it.")
  private boolean detach;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "How long after its end a controller removes it where the command does not, as"
          + " with --detach (default: 1h).")
  private Optional<String> ttl = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Times.class,
      description = "Stop and remove it when it has not ended by then, and exit 124.")
  private Optional<Duration> timeout = Optional.empty();

  @Option(
      names = "--start-timeout",
      paramLabel = "TIME",
      converter = Times.class,
      defaultValue = "30s",
      description = "How long to wait for a node that takes it (default: 30s).")
  private Duration startTimeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "Run it again, up to N times, when it ends with another code than 0.")
  private int retries;

  @Option(names = "--keep", description = "Leave its service there after its end.")
  private boolean keep;

  @Option(
      names = {"-q", "--quiet"},
      description = "Tell nothing but what went wrong.")
  private boolean quiet;

  @Mixin
  private RunOptions options;

  @Mixin
  private EngineOptions engine;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var request =
        options.request(image, command, care(), CallersEnvironment.of(System.getenv()), misfits());
    if (request.isLeft()) {
      request.getLeft().forEach(this::tell);
      return BROKEN;
    }
    var swarm = DockerSwarm.at(engine.address());
    if (swarm.isLeft()) {
      tell(swarm.getLeft().message());
      return BROKEN;
    }
    try (var open = swarm.get()) {
      return run(open, request.get());
    } catch (Error e) {
      // Past the handler of defects, the JVM would end with 1, which is the job's to end with.
      throw new IllegalStateException(e);
    }
  }

  private int run(DockerSwarm swarm, Request request) throws Exception {
    var console = new Console(raw(FileDescriptor.out), raw(FileDescriptor.err), quiet);
    var limits = new Limits(startTimeout, timeout, detach ? 0 : retries);
    var job = new OneOff(swarm, request, limits, keep, console, Clock.SYSTEM);
    return Termination.guard(job::stop, OptionalInt.empty(), GRACE, job::run);
  }

  private Request.Care care() {
    return detach
        ? new Request.Care.Detached(retries, ttl.orElse(USUAL_TTL))
        : new Request.Care.Attached(keep ? Optional.empty() : Timespan.read(ttl.orElse(USUAL_TTL)));
  }

  /** Flags that make no sense together, or for themselves. */
  private List<String> misfits() {
    var out = new ArrayList<String>();
    if (retries < 0) out.add("--retries must be 0 or more");
    if (detach && timeout.isPresent()) {
      out.add("--timeout is kept by the command that waits; leave --detach or --timeout out");
    }
    if (detach && keep) out.add("--keep has nothing to keep with --detach; leave it out");
    if (keep && ttl.isPresent()) {
      out.add("--keep leaves its service to you alone; leave --ttl out");
    } else if (!detach && ttl.flatMap(Timespan::read).filter(RunCommand::hasty).isPresent()) {
      out.add("--ttl must be 5s or more without --detach: the command itself removes the job then");
    }
    ttl.filter(t -> Timespan.read(t).isEmpty())
        .ifPresent(t -> out.add("--ttl '" + t + "' is no time such as 90s, 10m or 1h30m"));
    return out;
  }

  /** Beside it, the command may not be done with its own tidying up. */
  private static boolean hasty(Duration ttl) {
    return ttl.compareTo(SHORTEST_TTL) < 0;
  }

  /** What the job writes is bytes, and whether somebody takes them must be noticed. */
  private static OutputStream raw(FileDescriptor to) {
    return new FileOutputStream(to);
  }

  private void tell(String line) {
    spec.commandLine().getErr().println("skep: " + line);
    spec.commandLine().getErr().flush();
  }
}
