package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.print.Samples;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogTailsTest {
  @Test
  void aLogIsReadOnceButAFaultIsNotKept() {
    var reads = new AtomicInteger();
    var logs = new LogTails((run, number) -> reads.incrementAndGet() == 1
        ? Either.left(new SwarmFault.Unreachable("no"))
        : Either.right(List.of("\u001b[1mline\u001b[0m")));
    var attempt = Samples.attempts().getLast();
    assertThat(logs.whole(attempt)).isEmpty();
    assertThat(logs.whole(attempt)).containsExactly("line");
    assertThat(logs.of(attempt)).containsExactly("line");
    assertThat(reads).hasValue(2);
  }

  @Test
  void aTailIsTheLastLines() {
    var lines = IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).toList();
    var logs = new LogTails((run, number) -> Either.right(lines));
    assertThat(logs.of(Samples.attempts().getLast())).hasSize(20).endsWith("99", "100");
  }
}
