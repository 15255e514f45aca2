package dev.skep.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts connections on a unix socket or on loopback, each served on a thread of its own. */
final class Listener implements AutoCloseable {
  interface Service {
    void serve(SocketChannel client) throws IOException, InterruptedException;
  }

  private final ServerSocketChannel server;
  private final String address;
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  private Listener(ServerSocketChannel server, String address) {
    this.server = server;
    this.address = address;
  }

  static Listener unix(Path socket, Service service) {
    try {
      Files.deleteIfExists(socket);
      var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
      return new Listener(server, "unix://" + socket.toAbsolutePath()).start(service);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Listener tcp(Service service) {
    try {
      var server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      return new Listener(server, "tcp://127.0.0.1:" + port).start(service);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SocketChannel connect(URI engine) throws IOException {
    if (engine.getScheme().equals("unix"))
      return SocketChannel.open(UnixDomainSocketAddress.of(engine.getPath()));
    var channel = SocketChannel.open(new InetSocketAddress(engine.getHost(), engine.getPort()));
    // Head and body go out apart; the body would wait 40 ms for the head's acknowledgement.
    return channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  String address() {
    return address;
  }

  int connections() {
    return clients.size();
  }

  private Listener start(Service service) {
    Thread.ofPlatform().daemon().name("listen " + address).start(() -> accept(service));
    return this;
  }

  private void accept(Service service) {
    try {
      while (true) {
        var client = server.accept();
        clients.add(client);
        // Until it wakes, a thread that waits in accept may still be given one.
        if (closed) closeQuietly(client);
        Thread.ofPlatform().daemon().start(() -> serve(client, service));
      }
    } catch (IOException e) {
      // Closed: no more clients.
    }
  }

  private void serve(SocketChannel client, Service service) {
    threads.add(Thread.currentThread());
    try (client) {
      service.serve(client);
    } catch (IOException | InterruptedException e) {
      // A connection that breaks is what these tests are about.
    } finally {
      clients.remove(client);
      threads.remove(Thread.currentThread());
    }
  }

  /** Breaks every connection, as an engine that dies. */
  void dropAll() {
    for (var client : clients) closeQuietly(client);
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropAll();
    threads.forEach(Thread::interrupt);
  }

  static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // Closing what is broken anyway.
    }
  }
}
