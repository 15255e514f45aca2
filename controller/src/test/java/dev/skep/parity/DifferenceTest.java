package dev.skep.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
  private static List<String> between(String cli, String skep) {
    return Difference.between("service a", json(cli), json(skep)).stream()
        .map(Difference::toString)
        .toList();
  }

  private static JsonNode json(String text) {
    return EngineApi.parsed(text.replace('\'', '"'));
  }

  @Test
  void findsNoneBetweenTheSameInAnotherOrderOfFields() {
    assertThat(between("{'a': 1, 'b': [{'c': null}]}", "{'b': [{'c': null}], 'a': 1}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {'a': {'b': 1}}           | {'a': {'b': 2}}           | a.b: CLI 1, Skep 2
      {'a': {}}                 | {}                        | a: CLI {}, Skep nothing
      {}                        | {'a': null}               | a: CLI nothing, Skep null
      {'a': [1, 2]}             | {'a': [1]}                | a.1: CLI 2, Skep nothing
      {'m': [{'Target': '/a'}]} | {'m': []}                 | m./a: CLI {"Target":"/a"}, Skep nothing
      """)
  void tellsWhereItIs(String cli, String skep, String told) {
    assertThat(between(cli, skep)).containsExactly("service a " + told);
  }

  @Test
  void takesAnotherOrderOfAListForOne() {
    var cli = "{'m': [{'Target': '/a'}, {'Target': '/b'}]}";
    assertThat(between(cli, "{'m': [{'Target': '/b'}, {'Target': '/a'}]}"))
        .singleElement()
        .asString()
        .startsWith("service a m: ");
  }

  @Test
  void tellsOfAnObjectThatOnlyOneHasMade() {
    assertThat(Difference.between("service a", json("{}"), null))
        .singleElement()
        .hasToString("service a: CLI {}, Skep nothing");
  }
}
