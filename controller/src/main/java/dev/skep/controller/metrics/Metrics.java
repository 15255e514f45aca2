package dev.skep.controller.metrics;

import dev.skep.controller.docker.EngineListener;
import dev.skep.reconciler.OneShotPass;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a controller does, from any thread, once it was begun. Whoever tells something goes
 * on at once.
 */
public final class Metrics implements EngineListener, AutoCloseable {
  /** Of the page, as Prometheus has it. */
  public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  /** Micrometer takes a quarter of a second to begin, and the first passes come first. */
  private static final Duration AFTER_START = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofSeconds(8);

  private final Supplier<Sight> sight;
  private final String version;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final ExecutorService thread = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("metrics").daemon().factory());
  private volatile boolean begun;

  /** Used by the thread only. */
  private Optional<Meters> meters = Optional.empty();

  /**
   * @param version of Skep
   * @param sight asked whenever the page is
   */
  public Metrics(String version, Supplier<Sight> sight) {
    this.version = version;
    this.sight = sight;
  }

  /** What is told before is not counted: nobody would ask for it. */
  public void begin() {
    begun = true;
    submit(this::pause);
  }

  /** What comes meanwhile waits. */
  private void pause() {
    try {
      if (asked.await(AFTER_START.toMillis(), TimeUnit.MILLISECONDS)) LOG.debug("metrics: asked");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A pass over a stack.
   *
   * @param leading whether the lease was ours
   */
  public void passed(Pass pass, boolean leading) {
    count(m -> m.passed(pass, leading));
  }

  /** How long a pass took. */
  public void timed(Either<SwarmFault, Pass> pass, Duration took) {
    count(m -> m.timed(pass, took));
  }

  /** Something of a stack was put right that others had changed. */
  public void repaired(String stack) {
    count(m -> m.repaired(stack));
  }

  /** A pass over one-shots that nobody committed. */
  public void oneShots(OneShotPass.Pass pass) {
    if (!pass.outcomes().isEmpty()) count(m -> m.oneShots(pass));
  }

  @Override
  public void called(String method, String code, Duration took) {
    count(m -> m.called(method, code, took));
  }

  @Override
  public void lookedUp(String answer) {
    count(m -> m.lookedUp(answer));
  }

  /** The source began to be unreadable. */
  public void troubled() {
    count(Meters::troubled);
  }

  /** A delivery to the webhook was answered. */
  public void delivered(int code) {
    count(m -> m.delivered(code));
  }

  /** The page; empty when it could not be made in time. */
  public Optional<String> page() {
    asked.countDown();
    try {
      var page = thread.submit(() -> meters().page(sight.get()));
      return Optional.of(page.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.error("a fault of Skep itself while making /metrics, please report it", e.getCause());
    } catch (TimeoutException | RejectedExecutionException e) {
      LOG.debug("metrics: no page", e);
    }
    return Optional.empty();
  }

  private Meters meters() {
    if (meters.isEmpty()) meters = Optional.of(new Meters(version));
    return meters.get();
  }

  private void count(Consumer<Meters> what) {
    if (begun) submit(() -> what.accept(meters()));
  }

  private void submit(Runnable work) {
    try {
      thread.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("the metrics are closed");
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("a fault of Skep itself while counting, please report it", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
