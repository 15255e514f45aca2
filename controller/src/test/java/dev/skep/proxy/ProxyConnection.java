package dev.skep.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** One client's connection and the one to the engine that belongs to it. */
final class ProxyConnection implements AutoCloseable {
  private final URI engine;
  private final InputStream fromClient;
  private final OutputStream toClient;
  private SocketChannel upstream;
  private InputStream fromEngine;
  private OutputStream toEngine;

  ProxyConnection(SocketChannel client, URI engine) {
    this.engine = engine;
    fromClient = Channels.newInputStream(client);
    toClient = Channels.newOutputStream(client);
  }

  Optional<HttpHead> request() throws IOException {
    return HttpHead.read(fromClient);
  }

  /** False when the connection is to be closed; the outcome goes to {@code note}. */
  boolean answer(HttpHead head, Exchange request, Optional<Fault> fault, Consumer<Exchange> note)
      throws IOException, InterruptedException {
    var body = new ByteArrayOutputStream();
    HttpBody.copyRequest(head, fromClient, body);
    return answer(head, body, request, fault, note);
  }

  private boolean answer(
      HttpHead head,
      ByteArrayOutputStream body,
      Exchange request,
      Optional<Fault> fault,
      Consumer<Exchange> note)
      throws IOException, InterruptedException {
    switch (fault.orElse(null)) {
      case null -> {}
      case Fault.First f -> {
        f.action().run();
        return answer(head, body, request, Optional.of(f.then()), note);
      }
      case Fault.DropBefore d -> {
        return false;
      }
      case Fault.DropAnswer d -> {
        forward(head, body);
        swallow(head);
        return false;
      }
      case Fault.Answer a -> {
        note.accept(inPlace(request, a));
        return true;
      }
      case Fault.Rewrite r -> {
        forward(head, body);
        note.accept(inPlace(request, rewritten(r)));
        return true;
      }
      case Fault.Delay d -> Thread.sleep(d.by());
      case Fault.Pause p -> p.gate().pass();
      case Fault.Before b -> b.action().run();
      case Fault.After a -> {}
      case Fault.Answered a -> {}
    }
    forward(head, body);
    return passOn(head, request, fault, note);
  }

  private Fault.Answer rewritten(Fault.Rewrite rewrite) throws IOException {
    var head = engineHead();
    var content = new String(HttpBody.content(head, fromEngine), StandardCharsets.UTF_8);
    var body = rewrite.body().apply(content);
    return new Fault.Answer(head.status(), body);
  }

  private Exchange inPlace(Exchange request, Fault.Answer answer) throws IOException {
    var body = answer.body().getBytes(StandardCharsets.UTF_8);
    var head = "HTTP/1.1 " + answer.status() + " X\r\nContent-Type: application/json\r\n"
        + "Content-Length: " + body.length + "\r\n\r\n";
    toClient.write(head.getBytes(StandardCharsets.US_ASCII));
    toClient.write(body);
    toClient.flush();
    return request.answered(answer.status(), body.length);
  }

  private void forward(HttpHead head, ByteArrayOutputStream body) throws IOException {
    if (upstream == null) {
      upstream = Listener.connect(engine);
      fromEngine = Channels.newInputStream(upstream);
      toEngine = Channels.newOutputStream(upstream);
    }
    toEngine.write(head.raw());
    toEngine.write(body.toByteArray());
    toEngine.flush();
  }

  /** The whole answer: only then has the engine surely done its part. */
  private void swallow(HttpHead request) throws IOException {
    var head = engineHead();
    HttpBody.copyAnswer(head, request.method(), fromEngine, OutputStream.nullOutputStream());
  }

  private boolean passOn(
      HttpHead request, Exchange exchange, Optional<Fault> fault, Consumer<Exchange> note)
      throws IOException {
    var head = engineHead();
    if (fault.orElse(null) instanceof Fault.After after) after.action().run();
    note.accept(exchange.answered(head.status(), 0));
    toClient.write(head.raw());
    toClient.flush();
    long bytes = HttpBody.copyAnswer(head, request.method(), fromEngine, toClient);
    note.accept(exchange.answered(head.status(), bytes));
    if (fault.orElse(null) instanceof Fault.Answered answered) answered.action().run();
    boolean delimited =
        head.chunked() || head.length().isPresent() || head.bodiless(request.method());
    return delimited && !head.closes() && !request.closes();
  }

  private HttpHead engineHead() throws IOException {
    return HttpHead.read(fromEngine)
        .orElseThrow(() -> new EOFException("the engine closed the connection"));
  }

  @Override
  public void close() {
    if (upstream != null) Listener.closeQuietly(upstream);
  }
}
