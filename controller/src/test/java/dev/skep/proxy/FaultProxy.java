package dev.skep.proxy;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Stands on a unix socket before an engine and forwards what comes, save where a rule says
 * otherwise. Numbers requests and writes, so that a test can crash a program at its n-th write.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Pattern VERSION = Pattern.compile("^/v\\d+\\.\\d+(?=/)");

  private final Listener listener;
  private final Rules rules = new Rules();
  private final List<Exchange> log = new ArrayList<>();
  private int writes;

  private FaultProxy(Path socket, URI engine) {
    listener = Listener.unix(socket, client -> serve(client, engine));
  }

  /** {@code engine} is a unix:// or tcp:// address, as in DOCKER_HOST. */
  public static FaultProxy before(String engine, Path socket) {
    return new FaultProxy(socket, URI.create(engine));
  }

  /** For DOCKER_HOST. */
  public String host() {
    return listener.address();
  }

  /** The n-th write from now on, counted from 1. */
  public void onWrite(int n, Fault fault) {
    int number = writes() + n;
    rules.add(request -> request.write() == number, fault, 1);
  }

  /** The next request that matches. */
  public void once(Predicate<Exchange> request, Fault fault) {
    rules.add(request, fault, 1);
  }

  public void always(Predicate<Exchange> request, Fault fault) {
    rules.add(request, fault, Integer.MAX_VALUE);
  }

  /** From now on all is forwarded; what is held stays held. */
  public void behave() {
    rules.clear();
  }

  public synchronized int requests() {
    return log.size();
  }

  /** Requests that can change the engine's state. */
  public synchronized int writes() {
    return writes;
  }

  /** In order of arrival; an exchange that is not over has status 0. */
  public synchronized List<Exchange> log() {
    return List.copyOf(log);
  }

  /** Breaks every connection, streams too. */
  public void dropConnections() {
    listener.dropAll();
  }

  private void serve(SocketChannel client, URI engine) throws IOException, InterruptedException {
    try (var connection = new ProxyConnection(client, engine)) {
      for (var head = connection.request(); head.isPresent(); head = connection.request()) {
        var exchange = begin(head.get());
        var fault = rules.take(exchange);
        var done = connection.answer(head.get(), exchange, fault, this::note);
        if (!done) return;
      }
    }
  }

  private synchronized Exchange begin(HttpHead head) {
    boolean write = !head.method().equals("GET") && !head.method().equals("HEAD");
    if (write) writes++;
    var path = VERSION.matcher(head.path()).replaceFirst("");
    var exchange = new Exchange(log.size() + 1, write ? writes : 0, head.method(), path, 0, 0);
    log.add(exchange);
    return exchange;
  }

  private synchronized void note(Exchange exchange) {
    log.set(exchange.number() - 1, exchange);
  }

  @Override
  public void close() {
    listener.close();
  }
}
