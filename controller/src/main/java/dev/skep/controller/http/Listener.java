package dev.skep.controller.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vavr.control.Either;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small server whose threads, connections and times are bounded, whoever connects. */
final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** A whole call, from the first byte to the last. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  static {
    // The server's own setting, read once in a process: more wait outside.
    var connections = "jdk.httpserver.maxConnections";
    if (System.getProperty(connections) == null) System.setProperty(connections, "200");
  }

  /** What goes back. */
  record Answer(int code, String type, String text) {
    static final String PLAIN = "text/plain; charset=utf-8";

    /** One line for people. */
    static Answer line(int code, String text) {
      return new Answer(code, PLAIN, text + "\n");
    }
  }

  interface Site {
    Answer answer(HttpExchange call) throws IOException;
  }

  /**
   * How a server is called and bounded.
   *
   * @param name of its threads, and in the log
   * @param flag what gives it another address
   * @param threads how many calls are answered at once, or {@link Workers#ONE_EACH}
   */
  record Setting(String name, String flag, int threads, Duration longest) {}

  private final HttpServer server;
  private final Workers workers;
  private final String name;
  private final Site site;
  private final IntConsumer answered;

  private Listener(
      HttpServer server, Workers workers, String name, Site site, IntConsumer answered) {
    this.server = server;
    this.workers = workers;
    this.name = name;
    this.site = site;
    this.answered = answered;
  }

  /**
   * Listens from now on.
   *
   * @param site gives the answers, from several threads
   * @param answered told the code of each
   * @return left: why it cannot, and the mend
   */
  static Either<String, Listener> open(
      InetSocketAddress at, Setting setting, Site site, IntConsumer answered) {
    try {
      var server = HttpServer.create(at, 0);
      var workers = new Workers(setting.name(), setting.threads(), setting.longest());
      var out = new Listener(server, workers, setting.name(), site, answered);
      server.setExecutor(workers);
      server.createContext("/", out::answer);
      server.start();
      LOG.info("{}: listening on {}", setting.name(), server.getAddress());
      return Either.right(out);
    } catch (IOException e) {
      return Either.left("cannot listen on " + at.getHostString() + ":" + at.getPort() + " ("
          + e.getMessage() + "); give another " + setting.flag() + " ADDR:PORT");
    }
  }

  /** Where it listens, also when any port was asked for. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange call) {
    try (call) {
      var answer = site.answer(call);
      answered.accept(answer.code());
      var text = answer.text().getBytes(StandardCharsets.UTF_8);
      call.getResponseHeaders().set("Content-Type", answer.type());
      boolean bodiless = call.getRequestMethod().equals("HEAD");
      call.sendResponseHeaders(answer.code(), bodiless ? -1 : text.length);
      if (bodiless) return;
      // Closed before the call is, which waits for what was not read.
      try (var out = call.getResponseBody()) {
        out.write(text);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("{}: a call broke off", name, e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.close();
  }
}
