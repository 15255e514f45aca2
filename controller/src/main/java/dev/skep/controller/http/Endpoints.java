package dev.skep.controller.http;

import com.sun.net.httpserver.HttpExchange;
import dev.skep.controller.http.Listener.Answer;
import io.vavr.control.Either;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Tells whoever asks how the controller is: people, engines, load balancers, Prometheus. Apart from
 * the {@link Webhook}: that one may have to be open to the world.
 */
public final class Endpoints implements AutoCloseable {
  /** A page as it is now. */
  public record Page(int code, String type, String text) {
    /** For people. */
    public static Page plain(int code, String text) {
      return new Page(code, Answer.PLAIN, text);
    }
  }

  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final Listener listener;

  private Endpoints(Listener listener) {
    this.listener = listener;
  }

  /**
   * Listens from now on.
   *
   * @param flag what gives another address
   * @param pages by their path, made anew whenever one is asked for
   * @return left: why it cannot, and the mend
   */
  public static Either<String, Endpoints> open(
      InetSocketAddress at, String flag, Map<String, Supplier<Page>> pages) {
    var setting = new Listener.Setting("http", flag, Workers.ONE_EACH, Listener.LONGEST);
    var sorted = new TreeMap<>(pages);
    return Listener.open(at, setting, call -> answer(call, sorted), code -> {}).map(Endpoints::new);
  }

  private static Answer answer(HttpExchange call, Map<String, Supplier<Page>> pages) {
    var page = pages.get(call.getRequestURI().getPath());
    if (page == null) return Answer.line(404, "only " + String.join(", ", pages.keySet()));
    if (!METHODS.contains(call.getRequestMethod())) {
      call.getResponseHeaders().set("Allow", "GET, HEAD");
      return Answer.line(405, "only GET");
    }
    // As it is now, and never as it was.
    call.getResponseHeaders().set("Cache-Control", "no-store");
    var now = page.get();
    return new Answer(now.code(), now.type(), now.text());
  }

  /** Where it listens, also when any port was asked for. */
  public InetSocketAddress address() {
    return listener.address();
  }

  @Override
  public void close() {
    listener.close();
  }
}
