package dev.skep.controller.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineAddressTest {
  private static String of(String option, Map<String, String> environment) {
    return EngineAddress.of(Optional.ofNullable(option), environment)
        .fold(fault -> fault.message(), EngineAddress::toString);
  }

  @Test
  void theOptionWinsOverTheEnvironmentAndThatOverTheUsualSocket() {
    var environment = Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375");
    assertThat(of("unix:///tmp/x.sock", environment)).isEqualTo("unix:///tmp/x.sock");
    assertThat(of(null, environment)).isEqualTo("tcp://10.0.0.1:2375");
    assertThat(of(null, Map.of())).isEqualTo("unix:///var/run/docker.sock");
    assertThat(of(null, Map.of("DOCKER_HOST", " "))).isEqualTo("unix:///var/run/docker.sock");
  }

  @Test
  void whatIsNoAddressIsRefusedWithItsOriginAndTheMend() {
    for (var bad : new String[] {"/var/run/docker.sock", "unix://", "tcp://", "ftp://x", "a b", ""})
      assertThat(of(bad, Map.of())).contains("--host unix:///PATH").contains("from --host");
    assertThat(of(null, Map.of("DOCKER_HOST", "nonsense"))).contains("from DOCKER_HOST");
  }

  @Test
  void sshIsRefusedWithAWayAround() {
    assertThat(of("ssh://me@there", Map.of())).contains("ssh -nNT -L");
  }
}
