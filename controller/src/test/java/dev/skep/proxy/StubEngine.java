package dev.skep.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** An HTTP server that answers as the test says; it answers pings by itself. */
public final class StubEngine implements AutoCloseable {
  public record Request(String method, String path, String body) {}

  /** Writes an answer, or does something worse. */
  public interface Answer {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  private final Listener listener;
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<HttpHead> heads = Collections.synchronizedList(new ArrayList<>());
  private final Function<Request, Answer> script;
  private volatile String apiVersion = "1.41";

  private StubEngine(Path socket, Function<Request, Answer> script) {
    this.script = script;
    this.listener = socket == null ? Listener.tcp(this::serve) : Listener.unix(socket, this::serve);
  }

  public static StubEngine unix(Path socket, Function<Request, Answer> script) {
    return new StubEngine(socket, script);
  }

  public static StubEngine tcp(Function<Request, Answer> script) {
    return new StubEngine(null, script);
  }

  public StubEngine speaking(String version) {
    apiVersion = version;
    return this;
  }

  public static Answer reply(int status, String body) {
    return out -> {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      head(out, status, "Content-Length: " + bytes.length);
      out.write(bytes);
    };
  }

  /** The engine's way to complain. */
  public static Answer complaint(int status, String message) {
    return reply(status, "{\"message\":\"" + message + "\"}\n");
  }

  /** Promises more than it sends. */
  public static Answer truncated(String body) {
    return out -> {
      head(out, 200, "Content-Length: " + (body.length() + 100));
      out.write(body.getBytes(StandardCharsets.UTF_8));
      throw new IOException("on purpose");
    };
  }

  public static Answer hang() {
    return out -> new CountDownLatch(1).await();
  }

  public static Answer drop() {
    return out -> {
      throw new IOException("on purpose");
    };
  }

  /** Sends these bytes at once and then nothing, without an end, until the stub is closed. */
  public static Answer endless(byte[]... parts) {
    return out -> {
      head(out, 200, "Transfer-Encoding: chunked");
      for (var part : parts) chunk(out, part);
      out.flush();
      new CountDownLatch(1).await();
    };
  }

  public static Answer chunked(byte[]... parts) {
    return out -> {
      head(out, 200, "Transfer-Encoding: chunked");
      for (var part : parts) chunk(out, part);
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    };
  }

  private static void chunk(OutputStream out, byte[] part) throws IOException {
    out.write((Integer.toHexString(part.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(part);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void head(OutputStream out, int status, String header) throws IOException {
    var text = "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n" + header;
    out.write((text + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  public String host() {
    return listener.address();
  }

  /** In order of arrival, pings left out. */
  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** What each of the requests says under that header; empty text if nothing. */
  public List<String> headers(String name) {
    synchronized (heads) {
      return heads.stream().map(h -> h.headers().getOrDefault(name, "")).toList();
    }
  }

  public void dropConnections() {
    listener.dropAll();
  }

  public int connections() {
    return listener.connections();
  }

  private void serve(SocketChannel client) throws IOException, InterruptedException {
    var in = Channels.newInputStream(client);
    var out = Channels.newOutputStream(client);
    for (var head = HttpHead.read(in); head.isPresent(); head = HttpHead.read(in)) {
      var body = new String(HttpBody.content(head.get(), in), StandardCharsets.UTF_8);
      answer(head.get(), body).to(out);
      out.flush();
    }
  }

  private Answer answer(HttpHead head, String body) {
    if (head.path().endsWith("/_ping"))
      return out -> {
        head(out, 200, "Api-Version: " + apiVersion + "\r\nContent-Length: 2");
        out.write("OK".getBytes(StandardCharsets.US_ASCII));
      };
    var request = new Request(head.method(), head.path(), body);
    heads.add(head);
    requests.add(request);
    return script.apply(request);
  }

  @Override
  public void close() {
    listener.close();
  }
}
