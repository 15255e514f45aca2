package dev.skep.controller.http;

import com.sun.net.httpserver.HttpExchange;
import dev.skep.controller.http.Listener.Answer;
import dev.skep.controller.secrets.SecretFile;
import dev.skep.controller.source.SourceAddress;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about each delivery of a {@link Webhook}. */
final class Intake implements Listener.Site {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final String PATH = "/webhook";
  private static final int LARGEST = 1 << 20;

  private final SecretFile secret;
  private final SourceAddress.Repository repository;
  private final Runnable hint;

  /** What was warned of last: a stranger must not fill the log. */
  private final AtomicReference<String> warned = new AtomicReference<>("");

  Intake(SecretFile secret, SourceAddress.Repository repository, Runnable hint) {
    this.secret = secret;
    this.repository = repository;
    this.hint = hint;
  }

  @Override
  public Answer answer(HttpExchange call) throws IOException {
    if (!PATH.equals(call.getRequestURI().getPath())) return Answer.line(404, "only " + PATH);
    if (!call.getRequestMethod().equals("POST")) {
      call.getResponseHeaders().set("Allow", "POST");
      return Answer.line(405, "only POST");
    }
    var signature = Signature.of(name -> header(call, name));
    if (signature.missing()) return unknown();
    var tooLarge = Answer.line(413, "larger than 1 MB");
    if (header(call, "Content-Length").filter(Intake::large).isPresent()) return tooLarge;
    var body = call.getRequestBody().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) return tooLarge;
    var known = secret.line();
    if (known.isLeft()) {
      warn(known.getLeft());
      return Answer.line(503, "not able to check signatures now");
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
    return Answer.line(401, "missing or wrong signature");
  }

  private Answer taken(Delivery delivery) {
    if (!delivery.push()) return Answer.line(200, "nothing to do");
    if (delivery.ofAnother(repository)) return Answer.line(200, "of another repository");
    hint.run();
    return Answer.line(200, "looking");
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
}
