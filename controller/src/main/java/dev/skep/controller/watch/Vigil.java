package dev.skep.controller.watch;

import dev.skep.model.ObservedService;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.News;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Has somebody look at a Swarm at once, and again whenever it may have changed. */
public final class Vigil {
  /** What a look has come to. */
  public enum Look {
    /** Nothing more is to be expected unless the engine says so. */
    QUIET,
    /** Tasks come and go, of which the engine says nothing. */
    MOVING,
    /** Nobody wants to know any more. */
    ENOUGH
  }

  private final Swarm swarm;
  private final Clock clock;
  private final Consumer<String> tell;
  private final Semaphore heard = new Semaphore(0);
  private List<ObservedService> services = List.of();
  private boolean seen;
  private boolean away;

  /**
   * @param tell told when the engine goes away, and when it is back
   */
  public Vigil(Swarm swarm, Clock clock, Consumer<String> tell) {
    this.swarm = swarm;
    this.clock = clock;
    this.tell = tell;
  }

  /**
   * Until a look says that it is enough. Only a first look that fails is told of by the result: who
   * has seen something once wants to see more.
   */
  public Either<SwarmFault, Swarm.Done> keep(Supplier<Either<SwarmFault, Look>> look)
      throws Exception {
    var events = swarm.watch(this::announced);
    try {
      var pace = new Pace(clock.nanos());
      var first = look(look, pace);
      for (var last = first; !last.contains(Look.ENOUGH); last = next(look, pace)) {
        if (first.isLeft()) return Either.left(first.getLeft());
      }
      return Either.right(Swarm.Done.DONE);
    } finally {
      events.close();
    }
  }

  private void announced(News news) {
    if (!news.idle()) heard.release();
  }

  private Either<SwarmFault, Look> next(Supplier<Either<SwarmFault, Look>> look, Pace pace)
      throws InterruptedException {
    while (true) {
      if (heard.drainPermits() > 0) pace.heard(clock.nanos());
      var next = pace.next(clock.nanos());
      if (next.in().isPositive()) {
        await(next.in(), pace);
      } else if (next.what() == Pace.What.LOOK) {
        return look(look, pace);
      } else {
        poll(pace);
      }
    }
  }

  private void await(Duration most, Pace pace) throws InterruptedException {
    if (heard.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) pace.heard(clock.nanos());
  }

  private Either<SwarmFault, Look> look(Supplier<Either<SwarmFault, Look>> look, Pace pace) {
    long start = clock.nanos();
    // Before the look: what changes while it lasts, the next poll sees.
    var before = swarm.services(Map.of());
    var result = before.flatMap(all -> look.get());
    services = before.getOrElse(List.of());
    if (result.isLeft()) failed(result.getLeft(), pace, start);
    result.peek(how -> {
      pace.looked(start, clock.nanos(), how == Look.MOVING);
      seen = true;
      if (away) tell.accept("the engine answers again");
      away = false;
    });
    return result;
  }

  private void poll(Pace pace) {
    long start = clock.nanos();
    var now = swarm.services(Map.of());
    if (now.isLeft()) failed(now.getLeft(), pace, start);
    else if (now.get().equals(services)) pace.still(clock.nanos());
    else pace.moved(clock.nanos());
  }

  private void failed(SwarmFault fault, Pace pace, long start) {
    pace.failed(start, clock.nanos());
    // Told to end, it gets no answer either.
    if (away || !seen || Thread.currentThread().isInterrupted()) return;
    tell.accept(fault.message() + " (trying on)");
    away = true;
  }
}
