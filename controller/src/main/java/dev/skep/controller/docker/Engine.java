package dev.skep.controller.docker;

import dev.skep.reconciler.SwarmFault;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** One engine: its API version, its circuit breaker and its call counters, around every request. */
final class Engine {
  /** Shorter than a lease renewal, so that the breaker alone never costs a lease. */
  private static final Duration OPEN = Duration.ofSeconds(1);

  private final Transport transport;
  private final Deadlines deadlines;
  private final LongAdder calls = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final CircuitBreaker breaker = CircuitBreaker.of(
      "engine",
      CircuitBreakerConfig.custom()
          .slidingWindowSize(3)
          .minimumNumberOfCalls(3)
          .failureRateThreshold(100)
          .permittedNumberOfCallsInHalfOpenState(1)
          .waitDurationInOpenState(OPEN)
          .build());

  private volatile String lastFailure = "";
  private volatile ApiVersion version;
  private volatile EngineListener listener = EngineListener.NONE;

  Engine(Transport transport, Deadlines deadlines) {
    this.transport = transport;
    this.deadlines = deadlines;
  }

  /** The answer, if it is one of success. */
  Either<SwarmFault, Reply> ask(Call call) {
    return guarded(() -> version().flatMap(v -> send(call, v)).flatMap(reply -> {
      if (reply.ok()) return Either.right(reply);
      return Either.left(Faults.of(call, reply));
    }));
  }

  /**
   * As {@link #ask}, for a log, which is read as it comes. What
   * {@code rescue} saves of a broken one counts as an answer: that one node's log hangs says
   * nothing about the engine.
   */
  <T> Either<SwarmFault, T> log(
      Call call, Transport.Reader<Either<SwarmFault, T>> reader, Supplier<Optional<T>> rescue) {
    return guarded(() -> version().flatMap(v -> {
      var answer = exchange(call, v.prefix(), deadlines.log(), reader);
      if (answer.isRight()) return answer.get();
      return rescue
          .get()
          .map(Either::<SwarmFault, T>right)
          .orElseGet(() -> Either.left(Faults.of(call, answer.getLeft())));
    }));
  }

  /**
   * As {@link #ask}, for what the engine has to ask others about. A dead registry must not pass for
   * a dead engine, nor hold the place of the one call that finds out whether the engine is back: so
   * the breaker hears nothing of these calls, only of the ping that goes before after a failure.
   *
   * @return a fault if the engine is not there; else what it answered, whatever that is, or that
   *     nothing came in time
   */
  Either<SwarmFault, Either<Breakage, Reply>> relay(Call call) {
    var known = version;
    Either<SwarmFault, ApiVersion> spoken =
        known == null ? guarded(this::version) : Either.right(known);
    return spoken.flatMap(v -> {
      var answer = exchange(call, v.prefix(), deadlines.registry(), Transport.WHOLE);
      if (answer.isRight() || answer.getLeft().kind() == Breakage.Kind.TIMED_OUT)
        return Either.right(answer);
      version = null;
      return Either.left(Faults.of(call, answer.getLeft()));
    });
  }

  /** Negotiated once, and again after a failure, because another engine may answer by then. */
  Either<SwarmFault, ApiVersion> version() {
    var known = version;
    if (known != null) return Either.right(known);
    var ping = Call.get("/_ping");
    // A read, so that no failure of it puts the write that would follow in doubt.
    return exchange(ping, "", deadlines.read(), Transport.WHOLE)
        .mapLeft(b -> Faults.of(ping, b))
        .flatMap(reply -> negotiate(ping, reply))
        .peek(v -> version = v);
  }

  private static Either<SwarmFault, ApiVersion> negotiate(Call ping, Reply reply) {
    if (!reply.ok()) return Either.left(Faults.of(ping, reply));
    var offered = reply.header("Api-Version").flatMap(ApiVersion::parse);
    if (offered.isEmpty())
      return Either.left(
          new SwarmFault.Rejected("what answers is no Docker engine: no Api-Version in its ping"));
    if (offered.get().compareTo(ApiVersion.OLDEST) < 0)
      return Either.left(new SwarmFault.Rejected("the engine speaks API "
          + offered.get()
          + "; Skep needs Docker Engine 20.10 or newer (API "
          + ApiVersion.OLDEST
          + ")"));
    return Either.right(offered.get().orOlder(ApiVersion.NEWEST_TESTED));
  }

  private Either<SwarmFault, Reply> send(Call call, ApiVersion v) {
    var deadline = call.write() ? deadlines.write() : deadlines.read();
    return exchange(call, v.prefix(), deadline, Transport.WHOLE).mapLeft(b -> Faults.of(call, b));
  }

  private <T> Either<Breakage, T> exchange(
      Call call, String prefix, Duration deadline, Transport.Reader<T> reader) {
    calls.increment();
    if (call.write()) writes.increment();
    var code = new AtomicInteger();
    long begun = System.nanoTime();
    var answer = transport.<T>exchange(call.under(prefix), deadline, (status, headers, body) -> {
      code.set(status);
      return reader.read(status, headers, body);
    });
    listener.called(
        call.method().name(),
        answer.fold(Engine::word, read -> code.get() / 100 + "xx"),
        Duration.ofNanos(System.nanoTime() - begun));
    return answer;
  }

  private static String word(Breakage breakage) {
    return breakage.kind().name().toLowerCase(Locale.ROOT);
  }

  private <T> Either<SwarmFault, T> guarded(Supplier<Either<SwarmFault, T>> attempt) {
    if (!breaker.tryAcquirePermission())
      return Either.left(new SwarmFault.Unreachable(
          lastFailure + " (seen a moment ago; the engine is asked again every second)"));
    long begun = System.nanoTime();
    try {
      var result = attempt.get();
      long took = System.nanoTime() - begun;
      if (result.isLeft() && silent(result.getLeft())) failed(result.getLeft(), took);
      else breaker.onSuccess(took, TimeUnit.NANOSECONDS);
      return result;
    } catch (RuntimeException e) {
      breaker.releasePermission();
      throw e;
    }
  }

  private void failed(SwarmFault fault, long took) {
    lastFailure = fault.message();
    version = null;
    breaker.onError(took, TimeUnit.NANOSECONDS, new IllegalStateException(fault.message()));
  }

  /** The engine, not the request, is at fault. */
  private static boolean silent(SwarmFault fault) {
    return switch (fault) {
      case SwarmFault.Unreachable u -> true;
      case SwarmFault.OutcomeUnknown o -> true;
      case SwarmFault.NotManager n -> false;
      case SwarmFault.Absent a -> false;
      case SwarmFault.Stale s -> false;
      case SwarmFault.NameTaken n -> false;
      case SwarmFault.Rejected r -> false;
    };
  }

  void listen(EngineListener told) {
    listener = told;
  }

  EngineListener listener() {
    return listener;
  }

  /** {@code closed}, {@code open} or {@code half_open}. */
  String breaker() {
    return breaker.getState().name().toLowerCase(Locale.ROOT);
  }

  long calls() {
    return calls.sum();
  }

  long writes() {
    return writes.sum();
  }
}
