package dev.skep.controller.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.SSLConfig;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.vavr.control.Either;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Raw requests over docker-java's transport. Every call has a deadline of its own, kept by a second
 * thread and an interrupt: the transport ignores its response timeout on unix sockets, so a hung
 * engine would hold a caller for ever.
 */
final class Transport implements AutoCloseable {
  private static final int CONNECTIONS = 16;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** An interrupt does not end a read on TCP: this frees the thread that was left behind. */
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(25);

  /** What is made of an answer, on the thread that reads it. */
  interface Reader<T> {
    T read(int status, Map<String, List<String>> headers, InputStream body) throws IOException;
  }

  static final Reader<Reply> WHOLE =
      (status, headers, body) -> new Reply(status, headers, body.readAllBytes());

  private final EngineAddress address;
  private final DockerHttpClient calls;

  /**
   * Apart from the calls: on TCP a quiet stream would die of their response timeout. Made when one
   * is wanted, because that takes as long as some commands.
   */
  private final Supplier<DockerHttpClient> newStreams;

  private DockerHttpClient streams;

  private final ExecutorService threads = Executors.newCachedThreadPool(
      Thread.ofPlatform().daemon().name("engine-call-", 0).factory());

  /** @param ssl for an engine that wants certificates */
  Transport(EngineAddress address, Optional<SSLConfig> ssl) {
    this.address = address;
    this.calls = client(address, ssl).responseTimeout(LEFT_BEHIND).build();
    this.newStreams = () -> client(address, ssl).build();
  }

  private static ZerodepDockerHttpClient.Builder client(
      EngineAddress address, Optional<SSLConfig> ssl) {
    return new ZerodepDockerHttpClient.Builder()
        .dockerHost(address.host())
        .sslConfig(ssl.orElse(null))
        .maxConnections(CONNECTIONS)
        .connectionTimeout(CONNECT);
  }

  /** Waits for what the reader makes of the answer, until the deadline. */
  <T> Either<Breakage, T> exchange(Call call, Duration deadline, Reader<T> reader) {
    var open = new AtomicReference<DockerHttpClient.Response>();
    Future<T> answer;
    try {
      answer = threads.submit(() -> perform(calls, call, open, reader));
    } catch (RejectedExecutionException e) {
      return Either.left(Breakage.closed());
    }
    try {
      return Either.right(answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return Either.left(Breakage.of(e.getCause(), address));
    } catch (TimeoutException e) {
      abandon(answer, open);
      return Either.left(Breakage.timedOut(deadline));
    } catch (InterruptedException e) {
      abandon(answer, open);
      Thread.currentThread().interrupt();
      return Either.left(Breakage.interrupted());
    }
  }

  /**
   * Reads a stream without end on the calling thread. To end it, interrupt that thread and close
   * what {@code open} holds.
   */
  <T> Either<Breakage, T> follow(
      Call call, AtomicReference<DockerHttpClient.Response> open, Reader<T> reader) {
    try {
      return Either.right(perform(streams(), call, open, reader));
    } catch (IOException | RuntimeException e) {
      return Either.left(Breakage.of(e, address));
    }
  }

  private synchronized DockerHttpClient streams() {
    if (streams == null) streams = newStreams.get();
    return streams;
  }

  private static <T> T perform(
      DockerHttpClient client,
      Call call,
      AtomicReference<DockerHttpClient.Response> open,
      Reader<T> reader)
      throws IOException {
    var request = DockerHttpClient.Request.builder()
        .method(call.method().name())
        .path(call.path())
        .putAllHeaders(call.headers());
    // A stream cannot be sent twice: given bytes, HttpClient repeats a write by itself after a 503,
    // and a DELETE without a body after a broken connection.
    if (call.write())
      request
          .putHeader("Content-Type", "application/json")
          .body(new ByteArrayInputStream(call.body().orElse(new byte[0])));
    try (var response = client.execute(request.build())) {
      open.set(response);
      return reader.read(response.getStatusCode(), response.getHeaders(), response.getBody());
    }
  }

  private void abandon(Future<?> answer, AtomicReference<DockerHttpClient.Response> open) {
    answer.cancel(true);
    var response = open.get();
    // A close may wait for the other side; the caller's time is over already.
    if (response != null) threads.execute(response::close);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      calls.close();
      synchronized (this) {
        if (streams != null) streams.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
