package dev.skep.controller.docker;

import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the end of a service's log, and makes do with what came when the rest does not. */
final class LogCall<T> {
  /** What takes the log as it comes, and is asked for it from another thread. */
  interface Body<T> {
    void read(InputStream body) throws IOException;

    T last();
  }

  private final Call call;
  private final Body<T> lines;
  private volatile boolean begun;

  LogCall(Call call, Body<T> lines) {
    this.call = call;
    this.lines = lines;
  }

  Either<SwarmFault, T> by(Engine engine) {
    return engine.log(call, this::read, () -> begun ? Optional.of(lines.last()) : Optional.empty());
  }

  private Either<SwarmFault, T> read(
      int status, Map<String, List<String>> headers, InputStream body) throws IOException {
    if (status != 200)
      return Either.left(Faults.of(call, new Reply(status, headers, body.readAllBytes())));
    begun = true;
    lines.read(body);
    return Either.right(lines.last());
  }
}
