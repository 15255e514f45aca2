package dev.skep.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The Engine API with nothing around it: what no program can undercut. */
final class RawEngine implements AutoCloseable {
  private static final String SERVICE = """
      {"Name":"%s","Labels":{"team":"bench","dev.skep.spec":"0123456789abcdef"},
       "TaskTemplate":{"ContainerSpec":{"Image":"skep-lab/busybox:1","Args":["sleep","600"],
       "Env":["LOG_LEVEL=info"]}},"Mode":{"Replicated":{"Replicas":0}}}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  /** {@code host} is a tcp:// address, as in DOCKER_HOST. */
  RawEngine(String host) {
    base = host.replaceFirst("^tcp", "http") + "/v1.41";
  }

  int listServices() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(base + "/services")).build();
    return client.send(request, BodyHandlers.ofByteArray()).body().length;
  }

  Void createServices(String prefix, int count, int threads) throws InterruptedException {
    try (var workers = Executors.newFixedThreadPool(threads)) {
      var tasks = IntStream.range(0, count)
          .<Callable<Integer>>mapToObj(i -> () -> create(prefix + i))
          .toList();
      for (var done : workers.invokeAll(tasks)) {
        if (done.get() != 201) throw new AssertionError("HTTP " + done.get());
      }
      return null;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private int create(String name) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(base + "/services/create"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(SERVICE.formatted(name)))
        .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    client.close();
  }
}
