package dev.skep.controller.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import dev.skep.reconciler.Swarm.Done;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * All that a service's container without a terminal writes, byte for byte. The engine never says
 * that a log that is followed is at its end, and is late with it: so it is followed while there is
 * something to follow, and after the container's end {@link #rest} reads what is missing.
 *
 * <p>One reader at a time; {@link #interrupt} comes from another thread.
 */
public final class ServiceLog {
  private static final int HEADER = 8;
  private static final int STDERR = 2;
  private static final int COMPLAINT = 3;

  /** Longer than any message of an engine: what claims more is no log. */
  private static final int LONGEST = 64 << 20;

  /** Where it goes. */
  public interface Sink {
    /** Throws when nobody reads there any more. */
    void write(boolean stderr, byte[] bytes, int from, int count) throws IOException;

    /** What the engine says of the log itself. */
    void complaint(String text);
  }

  private final Engine engine;
  private final Transport transport;
  private final String serviceId;
  private final Sink sink;
  private final LogPosition position = new LogPosition();
  private final AtomicReference<DockerHttpClient.Response> open = new AtomicReference<>();
  private final AtomicLong messages = new AtomicLong();

  ServiceLog(Engine engine, Transport transport, String serviceId, Sink sink) {
    this.engine = engine;
    this.transport = transport;
    this.serviceId = serviceId;
    this.sink = sink;
  }

  /** Reads on, until interrupted or until the stream breaks. */
  public Either<SwarmFault, Done> follow() {
    return read(true);
  }

  /** Reads on to the end of what there is. */
  public Either<SwarmFault, Done> rest() {
    return read(false);
  }

  /** Messages that came so far, also those that were known already: whether it gets on. */
  public long messages() {
    return messages.get();
  }

  /** Ends the read of another thread, which is interrupted too. */
  public void interrupt(Thread reader) {
    reader.interrupt();
    breakOff();
  }

  /** Ends the read of another thread, which may read on then. */
  public void breakOff() {
    var response = open.get();
    if (response != null) response.close();
  }

  private Either<SwarmFault, Done> read(boolean follow) {
    return engine.version().flatMap(v -> {
      var query = Query.of(v.prefix() + "/services/" + Query.step(serviceId) + "/logs")
          .with("stdout", 1)
          .with("stderr", 1)
          .with("timestamps", 1);
      if (follow) query.with("follow", 1);
      position.resume().ifPresent(since -> query.with("since", since));
      var call = Call.get(query.toString());
      return transport
          .follow(call, open, (status, headers, body) -> answer(call, status, headers, body))
          .mapLeft(b -> Faults.of(call, b))
          .flatMap(answered -> answered);
    });
  }

  private Either<SwarmFault, Done> answer(
      Call call, int status, Map<String, List<String>> headers, InputStream body)
      throws IOException {
    if (status != 200)
      return Either.left(Faults.of(call, new Reply(status, headers, body.readAllBytes())));
    frames(body);
    return Either.right(Done.DONE);
  }

  private void frames(InputStream in) throws IOException {
    var head = new byte[HEADER];
    while (true) {
      int n = in.readNBytes(head, 0, HEADER);
      if (n == 0) return;
      if (n < HEADER) throw new EOFException("the log ended within a frame");
      int length = ByteBuffer.wrap(head).getInt(4);
      if (length < 0 || length > LONGEST) throw new IOException("this is no log of the engine's");
      var message = in.readNBytes(length);
      if (message.length < length) throw new EOFException("the log ended within a frame");
      take(head[0], message);
      messages.incrementAndGet();
    }
  }

  private void take(int stream, byte[] message) throws IOException {
    if (stream == COMPLAINT) {
      sink.complaint(new String(message, StandardCharsets.UTF_8).strip());
      return;
    }
    var text = position.text(stream & COMPLAINT, message);
    if (text.isPresent())
      sink.write(stream == STDERR, message, text.get(), message.length - text.get());
  }
}
