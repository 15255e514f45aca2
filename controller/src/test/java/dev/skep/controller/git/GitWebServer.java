package dev.skep.controller.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Serves one repository over HTTP on this machine, to whoever authorizes as it wants. */
public final class GitWebServer implements AutoCloseable {
  private static final String SERVICE = "git-upload-pack";

  private final Repository repository;
  private final HttpServer server;
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private volatile Optional<String> wanted = Optional.empty();
  private volatile Optional<String> redirect = Optional.empty();

  GitWebServer(Repository repository) throws IOException {
    this.repository = repository;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/infra.git/", this::answer);
    server.start();
  }

  /** What it lets in; before the first call, everybody. */
  void wants(String authorization) {
    wanted = Optional.of(authorization);
  }

  void redirectsTo(String url) {
    redirect = Optional.of(url);
  }

  /** How often somebody asked what its branches are. */
  public int looks() {
    return looks.get();
  }

  /** The headers that it was sent; empty texts for calls without. */
  List<String> authorizations() {
    return authorizations;
  }

  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public String url() {
    return "http://" + authority() + "/infra.git";
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      var given = call.getRequestHeaders().getFirst("Authorization");
      authorizations.add(given == null ? "" : given);
      if (wanted.isPresent() && !wanted.get().equals(given)) {
        call.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"" + given + "\"");
        call.sendResponseHeaders(401, -1);
      } else if (redirect.isPresent()) {
        var rest = call.getRequestURI().toString().replaceFirst("^/infra.git", "");
        call.getResponseHeaders().set("Location", redirect.get() + rest);
        call.sendResponseHeaders(302, -1);
      } else if (call.getRequestURI().getPath().endsWith("/info/refs")) {
        refs(call);
      } else {
        pack(call);
      }
    }
  }

  private void refs(HttpExchange call) throws IOException {
    looks.incrementAndGet();
    try (var pack = new UploadPack(repository);
        var out = open(call, "advertisement")) {
      pack.setBiDirectionalPipe(false);
      pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(out)), SERVICE);
    }
  }

  private void pack(HttpExchange call) throws IOException {
    boolean zipped = "gzip".equals(call.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = call.getRequestBody();
    try (var pack = new UploadPack(repository);
        var in = zipped ? new GZIPInputStream(body) : body;
        var out = open(call, "result")) {
      pack.setBiDirectionalPipe(false);
      pack.upload(in, out, null);
    }
  }

  private static OutputStream open(HttpExchange call, String kind) throws IOException {
    call.getResponseHeaders().set("Content-Type", "application/x-" + SERVICE + "-" + kind);
    call.sendResponseHeaders(200, 0);
    return call.getResponseBody();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
