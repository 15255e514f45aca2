package dev.skep.controller.cli;

import static dev.skep.proxy.StubEngine.complaint;
import static dev.skep.proxy.StubEngine.hang;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.proxy.StubEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names for completion: a shell never waits for long, and never shows what went wrong. */
@Timeout(5)
class NamesCommandTest {
  @TempDir
  Path folder;

  private static void nothing(String host) {
    for (var kind : new String[] {"stacks", "jobs"}) {
      var run = CommandRun.of("__complete", kind, "-H", host);
      assertThat(run.exit()).isEqualTo(Exit.DONE);
      assertThat(run.out() + run.err()).isEmpty();
    }
  }

  @Test
  void withoutAnEngineThereAreNone() {
    nothing("unix://" + folder.resolve("none.sock"));
    nothing("there");
  }

  @Test
  void anEngineThatHangsIsNotWaitedFor() {
    try (var engine = StubEngine.unix(folder.resolve("s"), request -> hang())) {
      nothing(engine.host());
    }
  }

  @Test
  void anEngineThatComplainsIsNotToldOf() {
    try (var engine = StubEngine.unix(folder.resolve("s"), r -> complaint(503, "no quorum"))) {
      nothing(engine.host());
    }
  }
}
