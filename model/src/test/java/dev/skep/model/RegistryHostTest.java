package dev.skep.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryHostTest {
  @ParameterizedTest
  @CsvSource({
    "busybox:1,",
    "library/busybox,",
    "my-team/app:2,",
    "docker.io/library/busybox,",
    "index.docker.io/team/app:1,",
    "localhost/app, localhost",
    "reg.example/app, reg.example",
    "reg:5000/a/b:1, reg:5000",
    "Team/app, Team",
    "[::1]:5000/app, [::1]:5000"
  })
  void isToldFromAFolderByItsForm(String image, String host) {
    assertThat(RegistryHost.of(image).orElse(null)).isEqualTo(host);
  }
}
