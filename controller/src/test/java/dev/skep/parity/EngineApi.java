package dev.skep.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** An engine's own account of itself, past both tools: plain HTTP to a node of the lab. */
final class EngineApi {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;

  /** {@code host} is a tcp:// address, as in DOCKER_HOST. */
  EngineApi(String host) {
    address = host.replaceFirst("^tcp:", "http:");
  }

  /** The objects of a collection such as {@code /services} that carry a label. */
  List<JsonNode> labelled(String collection, String label) {
    var filters = JSON.valueToTree(Map.of("label", List.of(label))).toString();
    return list(collection + "?filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8));
  }

  List<JsonNode> list(String path) {
    var found = get(path);
    // An empty list is null to some engines.
    return StreamSupport.stream(found.spliterator(), false).toList();
  }

  JsonNode get(String path) {
    var answer = send(request(path).GET());
    if (answer.statusCode() != 200) throw refused("GET " + path, answer);
    return parsed(answer.body());
  }

  /** Returns the answer's status: what exists already, or cannot go yet, is the caller's matter. */
  int delete(String path) {
    return send(request(path).DELETE()).statusCode();
  }

  void post(String path, Map<String, ?> body) {
    var text = JSON.valueToTree(body).toString();
    var answer = send(request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(text)));
    if (answer.statusCode() / 100 != 2) throw refused("POST " + path, answer);
  }

  static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static IllegalStateException refused(String what, HttpResponse<String> answer) {
    return new IllegalStateException(
        what + ": " + answer.statusCode() + " " + answer.body().strip());
  }
}
