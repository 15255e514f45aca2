package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir
  Path folder;

  @Test
  void anEngineThatIsNotThereIsTold() {
    var host = "unix://" + folder.resolve("none.sock");
    var run = CommandRun.of("doctor", "--host", host);
    assertThat(run.exit()).isEqualTo(Exit.ENGINE);
    assertThat(run.out().lines().toList().getFirst())
        .endsWith("FAIL  engine    no engine at " + host + ": start it or give --host");
    assertThat(run.out()).contains("the rest  not looked at: managers,");
    assertThat(run.out()).endsWith("0 ok, 1 to look at, 1 failed\n");
  }
}
