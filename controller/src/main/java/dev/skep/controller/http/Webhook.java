package dev.skep.controller.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skep.controller.secrets.SecretFile;
import dev.skep.controller.source.SourceAddress;
import io.vavr.control.Either;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from GitHub, GitLab and Gitea that something was pushed. Nothing is taken from what they
 * send: it is only a hint to look now. So an old delivery that is sent again does no harm.
 */
public final class Webhook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
  private static final String PATH = "/webhook";
  private static final int LARGEST = 1 << 20;
  private static final int THREADS = 8;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  static {
    // The server's own setting, read once in a process: more wait outside.
    var connections = "jdk.httpserver.maxConnections";
    if (System.getProperty(connections) == null) System.setProperty(connections, "200");
  }

  private record Answer(int code, String text) {}

  private final HttpServer server;
  private final Workers workers;
  private final SecretFile secret;
  private final SourceAddress.Repository repository;
  private final Runnable hint;

  /** What was warned of last: a stranger must not fill the log. */
  private final AtomicReference<String> warned = new AtomicReference<>("");

  private Webhook(
      HttpServer server,
      Workers workers,
      SecretFile secret,
      SourceAddress.Repository repository,
      Runnable hint) {
    this.server = server;
    this.workers = workers;
    this.secret = secret;
    this.repository = repository;
    this.hint = hint;
  }

  /**
   * Listens from now on.
   *
   * @param hint has the repository looked at; called as often as somebody sends
   * @return left: why it cannot, and the mend
   */
  public static Either<String, Webhook> open(
      InetSocketAddress at, SecretFile secret, SourceAddress.Repository repository, Runnable hint) {
    return open(at, secret, repository, hint, LONGEST);
  }

  static Either<String, Webhook> open(
      InetSocketAddress at,
      SecretFile secret,
      SourceAddress.Repository repository,
      Runnable hint,
      Duration longest) {
    return secret.line().flatMap(readable -> {
      try {
        var server = HttpServer.create(at, 0);
        var workers = new Workers("webhook", THREADS, longest);
        var out = new Webhook(server, workers, secret, repository, hint);
        server.setExecutor(workers);
        server.createContext("/", out::answer);
        server.start();
        LOG.info("webhook: listening on {}", server.getAddress());
        return Either.right(out);
      } catch (IOException e) {
        return Either.left("cannot listen on " + at.getHostString() + ":" + at.getPort() + " ("
            + e.getMessage() + "); give another --webhook-listen ADDR:PORT");
      }
    });
  }

  /** Where it listens, also when any port was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange call) {
    try (call) {
      var answer = answered(call);
      var text = (answer.text() + "\n").getBytes(StandardCharsets.UTF_8);
      call.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      call.sendResponseHeaders(answer.code(), text.length);
      // Closed before the call is, which waits for what was not read.
      try (var out = call.getResponseBody()) {
        out.write(text);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("a delivery broke off", e);
    }
  }

  private Answer answered(HttpExchange call) throws IOException {
    if (!PATH.equals(call.getRequestURI().getPath())) return new Answer(404, "only " + PATH);
    if (!call.getRequestMethod().equals("POST")) {
      call.getResponseHeaders().set("Allow", "POST");
      return new Answer(405, "only POST");
    }
    var signature = Signature.of(name -> header(call, name));
    if (signature.missing()) return unknown();
    var tooLarge = new Answer(413, "larger than 1 MB");
    if (header(call, "Content-Length").filter(Webhook::large).isPresent()) return tooLarge;
    var body = call.getRequestBody().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) return tooLarge;
    var known = secret.line();
    if (known.isLeft()) {
      warn(known.getLeft());
      return new Answer(503, "not able to check signatures now");
    }
    if (!signature.right(body, known.get())) return unknown();
    warned.set("");
    return taken(new Delivery(event(call), body));
  }

  private static boolean large(String length) {
    return length.length() > 7 || !length.matches("\\d+") || Integer.parseInt(length) > LARGEST;
  }

  private Answer unknown() {
    warn("a delivery without the right secret was refused; who sends must have the one in "
        + secret.path());
    return new Answer(401, "missing or wrong signature");
  }

  private Answer taken(Delivery delivery) {
    if (!delivery.push()) return new Answer(200, "nothing to do");
    if (delivery.ofAnother(repository)) return new Answer(200, "of another repository");
    hint.run();
    return new Answer(200, "looking");
  }

  private void warn(String what) {
    if (!warned.getAndSet(what).equals(what)) LOG.warn("webhook: {}", what);
  }

  private static Optional<String> event(HttpExchange call) {
    return Stream.of("X-Gitea-Event", "X-GitHub-Event", "X-Gitlab-Event")
        .flatMap(name -> header(call, name).stream())
        .findFirst();
  }

  private static Optional<String> header(HttpExchange call, String name) {
    return Optional.ofNullable(call.getRequestHeaders().getFirst(name));
  }

  @Override
  public void close() {
    server.stop(0);
    workers.close();
  }
}
