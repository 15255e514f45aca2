package dev.skep.controller.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.http.Deliveries;
import dev.skep.controller.http.Flood;
import dev.skep.controller.http.Webhook;
import dev.skep.controller.secrets.SecretFile;
import dev.skep.controller.source.SourceAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What thousands of right deliveries cost. */
@Timeout(60)
class WebhookFloodTest {
  private static final int DELIVERIES = 3_000;

  @TempDir
  Path folder;

  @Test
  void manyDeliveriesCostFewLooksAndThreadsAndNoMemory() throws Exception {
    var looks = new AtomicInteger();
    var secret = new SecretFile(
        "--webhook-secret-file", Files.writeString(folder.resolve("secret"), Deliveries.SECRET));
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var address = (SourceAddress.Repository)
        SourceAddress.parse("https://git.example.org/acme/infra.git").get();
    var rounds = new Rounds("flooded", () -> {
      looks.incrementAndGet();
      return Duration.ofHours(1);
    });
    try (rounds;
        var webhook =
            Webhook.open(at, secret, address, rounds::hint, code -> {}).get()) {
      rounds.start();
      long memory = memory();
      long began = System.nanoTime();
      var flood = new Flood(webhook.address(), DELIVERIES, Integer.MAX_VALUE);
      assertThat(flood.of(Deliveries.push())).isEqualTo(Map.of(200, (long) DELIVERIES));
      long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
      assertThat(looks.get()).isBetween(1, (int) seconds + 2);
      assertThat(threads()).isLessThanOrEqualTo(9);
      assertThat(memory() - memory).isLessThan(20_000_000);
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("webhook"))
        .count();
  }

  private static long memory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
