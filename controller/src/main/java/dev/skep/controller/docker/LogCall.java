package dev.skep.controller.docker;

import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the end of a service's log, and makes do with what came when the rest does not. */
final class LogCall {
  private final Call call;
  private final LogLines lines;
  private volatile boolean begun;

  LogCall(Call call, int most) {
    this.call = call;
    this.lines = new LogLines(most);
  }

  Either<SwarmFault, List<String>> by(Engine engine) {
    return engine.log(call, this::read, () -> begun ? Optional.of(lines.last()) : Optional.empty());
  }

  private Either<SwarmFault, List<String>> read(
      int status, Map<String, List<String>> headers, InputStream body) throws IOException {
    if (status != 200)
      return Either.left(Faults.of(call, new Reply(status, headers, body.readAllBytes())));
    begun = true;
    lines.read(body);
    return Either.right(lines.last());
  }
}
