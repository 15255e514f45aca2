package dev.skep.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.docker.EngineSight;
import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineCheckTest {
  private static EngineSight sight(String state, boolean manager, Duration took) {
    return new EngineSight(
        "node-1", "28.0", "1.48", state, manager, "no route", took, Optional.of(Duration.ZERO));
  }

  private static List<Finding> of(EngineSight sight) {
    return EngineCheck.of(Either.right(sight));
  }

  @Test
  void aManagerIsWell() {
    assertThat(of(sight("active", true, Duration.ofMillis(4))))
        .containsExactly(
            Finding.ok("engine", "Docker 28.0 on node-1, API 1.48, answers in 4 ms"),
            Finding.ok("swarm", "node-1 is a manager"),
            Finding.ok("clock", "the one of the engine goes with this machine's"));
  }

  @Test
  void oneThatIsSlowIsToldOf() {
    assertThat(of(sight("active", true, Duration.ofMillis(1_340))).getFirst())
        .matches(f -> f.grade() == Grade.WARN)
        .extracting(Finding::said)
        .isEqualTo("Docker 28.0 on node-1, API 1.48, answers in 1.3 s");
  }

  @Test
  void silenceIsAllThatIsTold() {
    var found = EngineCheck.of(Either.left(new SwarmFault.Unreachable("no engine at x")));
    assertThat(found).extracting(Finding::said).containsExactly("no engine at x");
    assertThat(found).extracting(Finding::grade).containsExactly(Grade.FAIL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inactive | node-1 is not part of a Swarm | docker swarm init",
        "locked   | the Swarm is locked on node-1 | docker swarm unlock",
        "active   | node-1 is a worker, and tells | docker node promote node-1",
        "error    | the Swarm on node-1 is error: no route | port 2377",
      })
  void whatIsNoManagerFailsWithItsMend(String state, String said, String mend) {
    var found = of(sight(state, false, Duration.ZERO)).get(1);
    assertThat(found.grade()).isEqualTo(Grade.FAIL);
    assertThat(found.said()).startsWith(said);
    assertThat(found.mend()).contains(mend);
  }
}
