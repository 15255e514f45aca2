package dev.skep.controller.cli;

import dev.skep.controller.run.Holder;
import dev.skep.controller.run.Operator;
import dev.skep.controller.source.OwnedSource;
import dev.skep.controller.source.Source;
import dev.skep.controller.source.SourceAddress;
import dev.skep.controller.source.Stacks;
import dev.skep.controller.status.ControllerDocument;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.OneShotPass;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Keeps a Swarm as a source says, until stopped. */
@Command(
    name = ControllerCommand.NAME,
    description = {
      "Keep the Swarm as a source says, until stopped.",
      "Each flag may also be given as a variable: --git-token-file is SKEP_GIT_TOKEN_FILE."
    },
    mixinStandardHelpOptions = true)
final class ControllerCommand implements Callable<Integer> {
  static final String NAME = "controller";

  private static final Logger LOG = LoggerFactory.getLogger(ControllerCommand.class);
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration ENGINE_RETRY = Duration.ofSeconds(5);
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);
  private static final Duration LONGEST_TTL = Duration.ofDays(365);

  @Option(
      names = "--status",
      paramLabel = "DIR",
      defaultValue = "status",
      description = "Where to write status files (default: ./status).")
  private Path status;

  private Duration oneShotTtl = OneShotPass.TTL;

  @Mixin
  private SourceOptions source;

  @Mixin
  private final WebhookOptions webhook = new WebhookOptions();

  @Mixin
  private final HttpOptions http = new HttpOptions();

  @Mixin
  private EngineOptions engine;

  @Mixin
  private LeaseOptions leaseOptions;

  @Mixin
  private ImageOptions images;

  @Spec
  private CommandSpec spec;

  private final CountDownLatch stop = new CountDownLatch(1);

  /** Something may be new, or it is to end. */
  private final Semaphore news = new Semaphore(0);

  private Onlookers onlookers;
  private volatile Runnable passOn = () -> {};
  private volatile Stacks stacks = Stacks.NONE;
  private List<String> told = List.of();

  @Option(
      names = "--one-shot-ttl",
      paramLabel = "TIME",
      converter = Times.class,
      description = "How long to keep the services of one-shots that an application made, after"
          + " their end is recorded; their own label dev.skep.ttl goes first (default: 1h).")
  void oneShotTtl(Duration given) {
    if (given.compareTo(SHORTEST_TTL) < 0 || given.compareTo(LONGEST_TTL) > 0) {
      throw new ParameterException(
          spec.commandLine(), "--one-shot-ttl must lie between 1s and 365d; the default is 1h");
    }
    oneShotTtl = given;
  }

  @Override
  public Integer call() throws Exception {
    Logging.verbose();
    if (spec.commandLine().getDefaultValueProvider() instanceof Variables variables) {
      for (var name : variables.unknown(spec)) {
        LOG.warn("{} is set, but there is no such setting; see skep controller --help", name);
      }
    }
    var opened = source.address().flatMap(this::open);
    if (opened.isLeft()) {
      spec.commandLine().getErr().println("skep: " + opened.getLeft());
      return Exit.BAD_INPUT;
    }
    return Termination.guard(
        this::end, OptionalInt.of(Exit.DONE), () -> work(opened.get(), onlookers));
  }

  /** All that must be had from the start, or nothing. */
  private Either<String, Source> open(SourceAddress address) {
    return source.open(address, status, Clock.SYSTEM).flatMap(from -> {
      onlookers = new Onlookers(from.state().name());
      return webhook
          .open(address, () -> hinted(from), onlookers::delivered)
          .flatMap(listening -> listen().peekLeft(refused -> webhook.close()))
          .map(listening -> from)
          .peekLeft(refused -> from.close());
    });
  }

  private Either<String, HttpOptions> listen() {
    if (http.off()) return Either.right(http);
    return http.open(onlookers.pages()).peekLeft(refused -> onlookers.close());
  }

  private int work(Source from, Onlookers watching) throws InterruptedException {
    try (var opened = from;
        watching;
        webhook;
        http) {
      var owned = owned(opened);
      if (owned.isEmpty()) return Exit.DONE;
      read(owned.get());
      var connected = connect();
      return connected.isEmpty() ? Exit.DONE : run(owned.get(), connected.get());
    }
  }

  /** Waits until it is known whose the source is; empty when told to stop meanwhile. */
  private Optional<OwnedSource> owned(Source from) throws InterruptedException {
    boolean told = false;
    while (true) {
      var owned = OwnedSource.of(from, engine.given());
      if (owned.isPresent()) return owned;
      read(from);
      if (!told) {
        LOG.warn(
            "{}: nothing of it could be read yet, and its skep.yml may say whose its stacks are;"
                + " waiting for it (or give --owner, or SKEP_OWNER)",
            from.state().name());
      }
      told = true;
      if (stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) return Optional.empty();
    }
  }

  /** Waits for an engine, and says once why it has to; empty when told to stop meanwhile. */
  private Optional<EngineOptions.Connected> connect() throws InterruptedException {
    var told = "";
    while (true) {
      var connected = engine.connect();
      if (connected.isRight()) return Optional.of(connected.get());
      var message = connected.getLeft().message();
      onlookers.waits(message);
      if (!message.equals(told)) LOG.warn("{} (trying on)", message);
      told = message;
      if (stop.await(ENGINE_RETRY.toMillis(), TimeUnit.MILLISECONDS)) return Optional.empty();
    }
  }

  private int run(OwnedSource from, EngineOptions.Connected connected) throws InterruptedException {
    var owner = from.owner();
    var about = connected.about();
    LOG.info(
        "engine {} ({}, API {}), Swarm {}, owner {}",
        about.nodeName(),
        about.engineVersion(),
        about.apiVersion(),
        about.clusterId(),
        owner);
    try (var swarm = connected.swarm()) {
      onlookers.reached(swarm);
      images.apply(swarm);
      var lease = leaseOptions.lease(swarm, owner, Holder.name(), Clock.SYSTEM);
      lease.remember(ControllerDocument.mark(status, owner, about.clusterId()));
      var name = from.state().name();
      try (var writer = new StatusWriter(status, owner, name, about, swarm, lease);
          var operator = new Operator(
              swarm,
              lease,
              owner,
              about.clusterId(),
              () -> stacks.good(),
              onlookers.passes(writer, lease))) {
        onlookers.watch(operator, lease);
        operator.onAsked(from::hint);
        operator.onHint(from::hint);
        operator.orphans(() -> stacks != Stacks.NONE && stacks.broken().isEmpty());
        operator.oneShots(oneShotTtl, onlookers.oneShots(writer));
        operator.start();
        passOn = operator::passOnHint;
        from.onNews(news::release);
        while (waited()) {
          if (read(from)) operator.manifestsChanged();
          http.again();
          writer.controller(from.state(), stacks, operator.known(), operator.trouble());
        }
      }
    }
    return Exit.DONE;
  }

  /** Of a service of several controllers, any of them is told by the webhook. */
  private void hinted(Source from) {
    from.hint();
    passOn.run();
  }

  private void end() {
    stop.countDown();
    news.release();
  }

  /** Until there may be something new; false when told to stop. */
  private boolean waited() throws InterruptedException {
    if (news.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) news.drainPermits();
    return stop.getCount() > 0;
  }

  /** Whether there is something new. */
  private boolean read(Source from) {
    var now = from.read();
    boolean same = now == stacks;
    stacks = now;
    onlookers.turned(from.state(), now);
    if (same) return false;
    var problems = now.errors().stream().map(Object::toString).toList();
    if (!problems.equals(told)) problems.forEach(p -> LOG.warn("{}", p));
    told = problems;
    LOG.info(
        "{}: {} stacks, {} broken",
        from.state().at(),
        now.good().size(),
        now.broken().size());
    return true;
  }
}
