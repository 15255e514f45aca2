package dev.skep.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Finding.Grade;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClocksTest {
  @ParameterizedTest
  @CsvSource({
    "PT0.5S,  PT0S,  OK",
    "PT2S,    PT0S,  WARN",
    "PT-2S,   PT0S,  WARN",
    "PT2S,    PT1S,  OK",
    "PT30S,   PT0S,  FAIL",
    "PT-30S,  PT0S,  FAIL",
    "PT30S,   PT4S,  WARN"
  })
  void countsOnlyWhatTheAnswersTimeDoesNotExplain(Duration ahead, Duration took, Grade grade) {
    assertThat(Clocks.of("of x", Optional.of(ahead), took).grade()).isEqualTo(grade);
  }

  @Test
  void saysWhichWay() {
    assertThat(Clocks.of("of x", Optional.of(Duration.ofSeconds(-5)), Duration.ZERO)
            .said())
        .isEqualTo("the one of x is 5.0 s behind this machine's");
    assertThat(Clocks.of("of x", Optional.of(Duration.ofSeconds(75)), Duration.ZERO)
            .said())
        .startsWith("the one of x is 75 s ahead of this machine's");
  }

  @Test
  void oneThatIsNotToldIsOdd() {
    assertThat(Clocks.of("of x", Optional.empty(), Duration.ZERO).grade()).isEqualTo(Grade.WARN);
  }
}
