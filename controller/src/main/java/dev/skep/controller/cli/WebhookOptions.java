package dev.skep.controller.cli;

import dev.skep.controller.http.ListenAddress;
import dev.skep.controller.http.Webhook;
import dev.skep.controller.secrets.SecretFile;
import dev.skep.controller.source.SourceAddress;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntConsumer;
import picocli.CommandLine.Option;

/** Flags for hearing of pushes at once. */
final class WebhookOptions implements AutoCloseable {
  private static final String LISTEN = "--webhook-listen";
  private static final String SECRET = "--webhook-secret-file";

  @Option(
      names = LISTEN,
      paramLabel = "ADDR:PORT",
      description = "Hear of pushes from GitHub, GitLab or Gitea at http://ADDR:PORT/webhook;"
          + " without ADDR from this machine alone, such as a proxy (default: off).")
  private Optional<String> listen = Optional.empty();

  @Option(
      names = SECRET,
      paramLabel = "FILE",
      description = "The secret that was given to them; nobody else is listened to.")
  private Optional<Path> secret = Optional.empty();

  private Optional<Webhook> webhook = Optional.empty();

  /**
   * Listens, if that was asked for.
   *
   * @param hint has the source looked at
   * @param answered told the code of every answer
   * @return left: why that cannot be meant
   */
  Either<String, WebhookOptions> open(SourceAddress source, Runnable hint, IntConsumer answered) {
    if (listen.isEmpty() && secret.isEmpty()) return Either.right(this);
    if (listen.isEmpty()) {
      return Either.left(SECRET + " is given without " + LISTEN + " ADDR:PORT; add it");
    }
    if (secret.isEmpty()) {
      return Either.left(LISTEN + " is given without " + SECRET + " FILE, and anybody could send"
          + " something; add it");
    }
    if (!(source instanceof SourceAddress.Repository repository)) {
      return Either.left(LISTEN + " is given, but --source " + source.name()
          + " is a folder, which is looked at all the time; leave it out");
    }
    var file = new SecretFile(SECRET, secret.get());
    return ListenAddress.parse(LISTEN, listen.get())
        .flatMap(at -> Webhook.open(at, file, repository, hint, answered))
        .map(opened -> {
          webhook = Optional.of(opened);
          return this;
        });
  }

  @Override
  public void close() {
    webhook.ifPresent(Webhook::close);
  }
}
