package dev.skep.controller.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Asks the controller of the same container how it is, for the engine's health check: in the image
 * is nothing else that could. Loads next to nothing, since it is run again and again.
 */
public final class Probe {
  private static final int USUAL_PORT = 9180;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String GOOD = "HTTP/1.1 200 ";

  private Probe() {}

  /** Prints the answer, and exits with 0 if it is a good one. */
  public static void main(String[] args) {
    System.exit(ask(System.getenv()) ? 0 : 1);
  }

  /** Whether it is well, or told not to answer. */
  static boolean ask(Map<String, String> environment) {
    var listens = environment.getOrDefault("SKEP_HTTP_LISTEN", "");
    if (listens.equals("off")) return true;
    var port = listens.substring(listens.lastIndexOf(':') + 1);
    try {
      var answer = answer(port.isEmpty() ? USUAL_PORT : Integer.parseInt(port));
      System.out.println(answer);
      return answer.startsWith(GOOD);
    } catch (IOException | NumberFormatException e) {
      System.out.println("no answer at port " + port + ": " + e.getMessage());
      return false;
    }
  }

  private static String answer(int port) throws IOException {
    try (var socket = new Socket()) {
      var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      socket.connect(at, (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      var request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
