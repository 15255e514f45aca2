package dev.skep.controller.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Very many deliveries, over a few connections.
 *
 * @param count of all
 * @param perSecond at most
 */
public record Flood(InetSocketAddress to, int count, int perSecond) {
  private static final int SENDERS = 4;

  /**
   * Sends these in turn, again and again.
   *
   * @return how often each code was the answer
   */
  public Map<Integer, Long> of(String... texts) throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    var parts = IntStream.range(0, SENDERS)
        .<Callable<List<Integer>>>mapToObj(i -> () -> send(i, began, List.of(texts)))
        .toList();
    try (var senders = Executors.newFixedThreadPool(SENDERS)) {
      var codes = new ArrayList<Integer>();
      for (var part : senders.invokeAll(parts)) codes.addAll(part.get());
      return codes.stream().collect(Collectors.groupingBy(c -> c, Collectors.counting()));
    }
  }

  /** Every so many-th, beginning with this one. */
  private List<Integer> send(int first, long began, List<String> texts) throws IOException {
    try (var socket = Deliveries.connect(to)) {
      socket.setTcpNoDelay(true);
      var codes = new ArrayList<Integer>();
      for (int n = first; n < count; n += SENDERS) {
        LockSupport.parkNanos(began + n * 1_000_000_000L / perSecond - System.nanoTime());
        codes.add(answer(socket, texts.get(n % texts.size())));
      }
      return codes;
    }
  }

  private static int answer(Socket socket, String text) throws IOException {
    Deliveries.send(socket, text);
    return Deliveries.code(socket);
  }
}
