package dev.skep.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The lease of the owner {@code skep} as a manager tells of it, without any of Skep's code. */
record LeaseSeen(String holder, long epoch, long renewals) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofMillis(500)).build();

  private static final String FILTERS = URLEncoder.encode(
      "{\"label\":[\"dev.skep.kind=lease\",\"dev.skep.owner=skep\"]}", StandardCharsets.UTF_8);

  /** Whoever answers first, in this order; a manager that is isolated or dead is passed over. */
  static LeaseSeen at(List<String> hosts) {
    for (var host : hosts) {
      try {
        var request = HttpRequest.newBuilder(
                URI.create(host.replace("tcp://", "http://") + "/configs?filters=" + FILTERS))
            .timeout(Duration.ofSeconds(1))
            .build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 200) return parse(answer.body());
      } catch (IOException e) {
        // The next one.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException("no manager tells of the lease");
  }

  private static LeaseSeen parse(String config) {
    return new LeaseSeen(
        label(config, "holder"),
        Long.parseLong(label(config, "epoch")),
        Long.parseLong(label(config, "renewals")));
  }

  private static String label(String config, String name) {
    var found = Pattern.compile("\"dev\\.skep\\." + name + "\":\"([^\"]*)\"").matcher(config);
    if (!found.find()) throw new IllegalStateException("no " + name + " in " + config);
    return found.group(1);
  }

  /** Where the holder runs: its name begins with the machine's. */
  int node() {
    var found = Pattern.compile("node-(\\d+)-.*").matcher(holder);
    if (!found.matches()) throw new IllegalStateException("nobody: " + holder);
    return Integer.parseInt(found.group(1));
  }
}
