package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolationTest {
  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void variables() {
    loading = new Loading(folder).variable("SET", "s").variable("EMPTY", "").variable("N", "3");
  }

  @ParameterizedTest
  @CsvSource({
    "$SET,s",
    "${SET},s",
    "a$SET-b,as-b",
    "${EMPTY-d},''",
    "${EMPTY:-d},d",
    "${NO-d},d",
    "${NO:-d},d",
    "${SET:-d},s",
    "${SET?e},s",
    "${EMPTY?e},''",
    "${SET:?e},s",
    "${SET:+x},x",
    "${EMPTY:+x},''",
    "${EMPTY+x},x",
    "${NO+x},''",
    "${NO:-${SET}},s",
    "${NO:-${NO2:-${SET}!}},s!",
    "${NO:-a:-b},a:-b",
    "${SET:?x-y},s",
    "$$SET,$SET",
    "$${SET},${SET}",
    "$$$SET,$s",
    "${NO:-a$$b},a$b",
    "${NO-},''"
  })
  void putsInTheValue(String text, String expected) {
    var spec = loading.stack(Loading.service("labels: {l: '" + text + "'}")).spec("app");
    assertThat(spec.text("TaskTemplate", "ContainerSpec", "Labels", "l")).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$", "a$ b", "$1", "${", "${}", "${SET", "${SET!x}", "${SET:}", "${-d}"})
  void refusesBadSyntaxWithItsPlace(String text) {
    assertThat(loading.stack(Loading.service("hostname: '" + text + "'")).errors())
        .singleElement()
        .asString()
        .startsWith("stack.yml:4:15: cannot read \"" + text + "\": ")
        .endsWith("; a plain dollar is $$");
  }

  @Test
  void refusesARequiredVariableThatIsNotSet() {
    loading.stack(Loading.service("hostname: ${NO:?name the host}\nuser: ${EMPTY:?}"));
    assertThat(loading.errors())
        .containsExactly(
            "stack.yml:4:15: the variable NO is required and not set: name the host; give it a value",
            "stack.yml:5:11: the variable EMPTY is required and not set; give it a value");
  }

  @Test
  void leavesKeysAlone() {
    var spec = loading.stack(Loading.service("labels: {$SET: a}")).spec("app");
    assertThat(spec.text("TaskTemplate", "ContainerSpec", "Labels", "$SET")).hasValue("a");
  }

  @Test
  void fillsNumbersAndFlags() {
    var spec = loading
        .stack(Loading.service("tty: ${NO:-yes}\ndeploy: {replicas: $N}"))
        .spec("app");
    assertThat(spec.number("Mode", "Replicated", "Replicas")).hasValue(3);
    assertThat(spec.at("TaskTemplate", "ContainerSpec", "TTY")).isPresent();
  }

  @Nested
  class AVariableThatIsNotSet {
    @Test
    void isEmptyWithOneWarningOnATerminal() {
      loading.stack(Loading.service("hostname: a$NO\nuser: b$NO"));
      assertThat(loading.warnings())
          .containsExactly("stack.yml:4:15: warning: the variable NO is not set and stands for an"
              + " empty text; give it a value, or write a default, ${NO:-default}");
    }

    @Test
    void isAnErrorUnderTheController() {
      loading.strict().stack(Loading.service("hostname: a$NO"));
      assertThat(loading.errors())
          .containsExactly("stack.yml:4:15: the variable NO is not set; give it a value, or write a"
              + " default, ${NO:-default}");
    }
  }
}
