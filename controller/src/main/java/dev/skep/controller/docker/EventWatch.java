package dev.skep.controller.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import dev.skep.model.Tree;
import dev.skep.reconciler.News;
import io.github.resilience4j.core.IntervalFunction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the engine's events on a thread of its own. Events are hints: the engine drops them when
 * a reader is slow, forgets all but 256 at a restart, and says nothing of tasks. So nothing is read
 * from one but whose it may be, and a quiet stream that died unnoticed costs only a later poll.
 */
final class EventWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventWatch.class);
  private static final IntervalFunction BACKOFF = IntervalFunction.ofExponentialRandomBackoff(
      Duration.ofMillis(500), 2, 0.3, Duration.ofSeconds(15));

  /**
   * Create and update of Swarm's own objects, and the end of containers and networks on this node:
   * a removed network is listed until the last container has left it.
   */
  private static final Map<String, List<String>> FILTERS = Map.of(
      "type",
      List.of("service", "node", "secret", "config", "network", "container"),
      "event",
      List.of("create", "update", "remove", "die", "destroy"));

  private final Engine engine;
  private final Transport transport;
  private final Consumer<News> onChange;
  private final AtomicReference<DockerHttpClient.Response> open = new AtomicReference<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private int failures;

  EventWatch(Engine engine, Transport transport, Consumer<News> onChange) {
    this.engine = engine;
    this.transport = transport;
    this.onChange = onChange;
    this.thread = Thread.ofPlatform().daemon().name("engine-events").unstarted(this::run);
  }

  EventWatch start() {
    thread.start();
    return this;
  }

  private void run() {
    while (closed.getCount() > 0) {
      var ended = engine
          .version()
          .map(v -> Call.get(Query.of(v.prefix() + "/events").filters(FILTERS).toString()))
          .flatMap(call -> transport
              .follow(call, open, (status, headers, body) -> status == 200 && follow(body))
              .mapLeft(b -> Faults.of(call, b)));
      failures++;
      if (closed.getCount() == 0) return;
      LOG.debug("the event stream ended: {}", ended);
      if (pause()) return;
    }
  }

  /** Whatever happened while nobody listened is announced by the first call. */
  private boolean follow(InputStream body) throws IOException {
    failures = 0;
    onChange.accept(News.OF_ANYTHING);
    var in = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine())
      news(line).ifPresent(onChange);
    return true;
  }

  /** What a line of the stream announces; empty when it is of no interest. */
  static Optional<News> news(String line) {
    var event = Json.parse(line.getBytes(StandardCharsets.UTF_8)).orElse(Tree.Nil.NIL);
    if (!(event instanceof Tree.Obj json)) return Optional.empty();
    var name = json.text("Actor", "Attributes", "name").orElse("");
    return switch (json.text("Type").orElse("")) {
      case "container" -> json.text("Action").filter("die"::equals).map(died -> ofContainer(json));
      case "service" -> Optional.of(new News(News.Kind.SERVICE, name));
      case "config" -> Optional.of(new News(News.Kind.CONFIG, name));
      default -> Optional.of(News.OF_ANYTHING);
    };
  }

  private static News ofContainer(Tree.Obj event) {
    return event
        .text("Actor", "Attributes", "com.docker.swarm.service.name")
        .map(service -> new News(News.Kind.SERVICE, service))
        .orElse(News.OF_ANYTHING);
  }

  /** True when closed meanwhile. */
  private boolean pause() {
    try {
      return closed.await(BACKOFF.apply(Math.max(1, failures)), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    var response = open.get();
    if (response != null) response.close();
  }
}
