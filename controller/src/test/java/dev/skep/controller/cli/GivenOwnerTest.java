package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.source.Ownership.Given;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenOwnerTest {
  private static final Optional<String> NO_FLAG = Optional.empty();

  private static Map<String, String> variable(String text) {
    return Map.of("SKEP_OWNER", text, "OWNER", "somebody");
  }

  @Test
  void nobodyIsNamedWithoutFlagAndVariable() {
    assertThat(GivenOwner.of(NO_FLAG, Map.of("OWNER", "somebody")).get()).isEmpty();
  }

  @Test
  void aVariableWithoutTextSaysNothing() {
    assertThat(GivenOwner.of(NO_FLAG, variable("")).get()).isEmpty();
  }

  @Test
  void theVariableSaysItWithoutFlag() {
    assertThat(GivenOwner.of(NO_FLAG, variable("infra")).get())
        .contains(new Given("infra", "SKEP_OWNER"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"infra", "a b"})
  void theFlagWins(String variable) {
    assertThat(GivenOwner.of(Optional.of("stage"), variable(variable)).get())
        .contains(new Given("stage", "--owner"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a b", "-a", "a/b"})
  void whatCanBeNoOwnerIsRefusedByTheNameOfWhatSaysIt(String owner) {
    var rule = " '" + owner + "' cannot be used; write letters, digits, -, _ and ., a letter or"
        + " digit first, at most 63 characters";
    assertThat(GivenOwner.of(NO_FLAG, variable(owner)).getLeft()).isEqualTo("SKEP_OWNER" + rule);
    assertThat(GivenOwner.of(Optional.of(owner), Map.of()).getLeft()).isEqualTo("--owner" + rule);
  }
}
