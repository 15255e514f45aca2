package dev.skep.controller.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiVersionTest {
  @Test
  void comparesByNumberNotByText() {
    var old = new ApiVersion(1, 9);
    assertThat(old.orOlder(new ApiVersion(1, 41))).isEqualTo(old);
    assertThat(new ApiVersion(2, 0).orOlder(new ApiVersion(1, 51)).prefix()).isEqualTo("/v1.51");
  }

  @Test
  void whatIsNoVersionIsNone() {
    for (var bad : new String[] {"", "1", "1.2.3", "a.b", "1."})
      assertThat(ApiVersion.parse(bad)).isEmpty();
    assertThat(ApiVersion.parse(" 1.45 ")).contains(new ApiVersion(1, 45));
  }
}
