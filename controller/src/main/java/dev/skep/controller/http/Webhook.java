package dev.skep.controller.http;

import dev.skep.controller.secrets.SecretFile;
import dev.skep.controller.source.SourceAddress;
import io.vavr.control.Either;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Hears from GitHub, GitLab and Gitea that something was pushed. Nothing is taken from what they
 * send: it is only a hint to look now. So an old delivery that is sent again does no harm.
 */
public final class Webhook implements AutoCloseable {
  private static final int THREADS = 8;

  private final Listener listener;

  private Webhook(Listener listener) {
    this.listener = listener;
  }

  /**
   * Listens from now on.
   *
   * @param hint has the repository looked at; called as often as somebody sends
   * @param answered told the code of every answer
   * @return left: why it cannot, and the mend
   */
  public static Either<String, Webhook> open(
      InetSocketAddress at,
      SecretFile secret,
      SourceAddress.Repository repository,
      Runnable hint,
      IntConsumer answered) {
    return open(at, new Intake(secret, repository, hint), secret, answered, Listener.LONGEST);
  }

  static Either<String, Webhook> open(
      InetSocketAddress at,
      Intake intake,
      SecretFile secret,
      IntConsumer answered,
      Duration longest) {
    var setting = new Listener.Setting("webhook", "--webhook-listen", THREADS, longest);
    return secret
        .line()
        .flatMap(readable -> Listener.open(at, setting, intake, answered))
        .map(Webhook::new);
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
