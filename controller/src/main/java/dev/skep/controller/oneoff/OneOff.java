package dev.skep.controller.oneoff;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Hash;
import dev.skep.model.ObservedPayload;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a job once: makes its service, streams what it writes, and takes it away again. */
public final class OneOff {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final DockerSwarm swarm;
  private final Request request;
  private final Limits limits;
  private final boolean keep;
  private final Console console;
  private final Clock clock;
  private final long begun;
  private final CountDownLatch told = new CountDownLatch(1);
  private boolean clean = true;

  /** @param keep the service stays after its end */
  public OneOff(
      DockerSwarm swarm,
      Request request,
      Limits limits,
      boolean keep,
      Console console,
      Clock clock) {
    this.swarm = swarm;
    this.request = request;
    this.limits = limits;
    this.keep = keep;
    this.console = console;
    this.clock = clock;
    this.begun = clock.nanos();
    swarm.sendLogins(request.login());
  }

  /** From another thread: the job is to be stopped and removed, wherever it stands. */
  public void stop() {
    told.countDown();
  }

  /** Returns the exit code of the command; all else has been told. */
  public int run() {
    var ids = ids();
    if (ids.isLeft()) return failed(ids.getLeft());
    if (request.care() instanceof Request.Care.Detached detached)
      return detach(ids.get(), detached);
    for (int tries = 1; ; tries++) {
      boolean last = tries > limits.retries();
      var ending = once(ids.get(), !last);
      // What may still run must not run twice at once.
      if (last || !ending.failed() || !clean) return end(ending);
      console.note("try " + tries + " of " + (limits.retries() + 1) + " ended with exit code "
          + ending.code());
      var cut = pause(tries);
      if (cut.isPresent()) return end(cut.get());
    }
  }

  private int failed(List<String> why) {
    why.forEach(console::tell);
    return Standing.BROKEN;
  }

  private int end(Ending ending) {
    ending.why().ifPresent(console::tell);
    return ending.code();
  }

  private Optional<Ending> pause(int failed) {
    long until = clock.nanos() + Limits.pause(failed).toNanos();
    while (clock.nanos() - until < 0) {
      var cut = cut();
      if (cut.isPresent()) return cut;
      pause();
    }
    return Optional.empty();
  }

  private int detach(Map<String, String> ids, Request.Care.Detached detached) {
    var made = create(ids);
    if (made.isLeft()) return failed(List.of(why(made.getLeft())));
    if (told.getCount() == 0) {
      remove(made.get());
      return end(Ending.toldToEnd());
    }
    console.print(request.name());
    console.note("a controller of Skep records how it ends, and removes it " + detached.ttl()
        + " after; where none runs it stays until: docker service rm " + request.name());
    return 0;
  }

  private Either<SwarmFault, RunService.Made> create(Map<String, String> ids) {
    var mark = Hash.base32(UUID.randomUUID().toString(), 26);
    var spec = RunSpec.of(request, mark, (kind, name) -> ids.get(key(kind, name)));
    return RunService.create(swarm, clock, spec, mark);
  }

  private Ending once(Map<String, String> ids, boolean mayFollow) {
    var made = create(ids);
    if (made.isLeft()) return Ending.broken(why(made.getLeft()));
    boolean remove = true;
    try {
      var ending = watch(made.get().service(), made.get().id());
      remove = !keep || mayFollow && ending.failed();
      return ending;
    } finally {
      if (remove) remove(made.get());
    }
  }

  /** What an engine that can make no service says of itself tells more than its refusal. */
  private String why(SwarmFault fault) {
    if (!(fault instanceof SwarmFault.NotManager)) return fault.message();
    return swarm.about().fold(SwarmFault::message, about -> fault.message());
  }

  private void remove(RunService.Made made) {
    var left = made.service().remove(made.id());
    left.ifPresent(console::tell);
    clean = left.isEmpty();
  }

  private Ending watch(RunService service, String id) {
    var reader = new LogReader(swarm.log(id, console), console, clock);
    var vigil = new Vigil(limits.start(), clock, console, service::lost);
    reader.start();
    var ending = ending(service, vigil, reader);
    boolean cut = cut().isPresent();
    if (cut && vigil.started() || cut && keep) service.stop();
    reader.finish(vigil.started(), () -> told.getCount() == 0, attendance(service));
    return ending;
  }

  /** Whoever reads the output may take longer than controllers wait. */
  private Runnable attendance(RunService service) {
    if (!(request.care() instanceof Request.Care.Attached attached)
        || attached.ttl().isEmpty()) return () -> {};
    return new Attendance(attached.ttl().get(), clock, service::attend);
  }

  private Ending ending(RunService service, Vigil vigil, LogReader reader) {
    while (true) {
      var look = service.tasks();
      var ended = vigil.look(look);
      if (vigil.lostNow()) reader.again();
      boolean lost =
          vigil.missing(look) || ended.filter(e -> e.why().isPresent()).isPresent();
      if (lost && !service.there())
        return Ending.broken("somebody removed service " + request.name() + " before its end");
      if (ended.isPresent()) return ended.get();
      var cut = cut();
      if (cut.isPresent()) return cut.get();
      pause();
    }
  }

  /** What ends it before its time, if anything does. */
  private Optional<Ending> cut() {
    if (told.getCount() == 0) return Optional.of(Ending.toldToEnd());
    if (console.gone())
      return Optional.of(Ending.broken("nobody takes its output any more; it was stopped"));
    return limits
        .whole()
        .filter(most -> clock.nanos() - begun > most.toNanos())
        .map(most -> Ending.timedOut(most.toMillis() / 1000.0 + " s"));
  }

  private void pause() {
    try {
      if (told.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) return;
    } catch (InterruptedException e) {
      stop();
    }
  }

  private static String key(Kind kind, String name) {
    return kind + " " + name;
  }

  /** Ids of what it uses, or all that is missing. */
  private Either<List<String>, Map<String, String>> ids() {
    var ids = new HashMap<String, String>();
    var missing = new ArrayList<String>();
    for (var kind : Kind.values()) {
      var names = request.payloads().stream()
          .filter(p -> p.kind() == kind)
          .map(PayloadUse::source)
          .collect(Collectors.toSet());
      var found = swarm.payloadsNamed(kind, names);
      if (found.isLeft()) return Either.left(List.of(why(found.getLeft())));
      for (ObservedPayload p : found.get()) ids.put(key(kind, p.name()), p.id());
      var noun = kind == Kind.CONFIG ? "config" : "secret";
      names.stream()
          .filter(name -> !ids.containsKey(key(kind, name)))
          .sorted()
          .forEach(name -> missing.add("there is no " + noun + " " + name + "; make it: docker "
              + noun + " create " + name + " FILE"));
    }
    return missing.isEmpty() ? Either.right(ids) : Either.left(missing);
  }
}
