package dev.skep.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/compose.md} gives a reason for each difference that is let pass. */
class DeliberateTest {
  private static final String HEAD = "| on the Swarm |";
  private static final StackFile FILE = new StackFile("file", Path.of("compose.yaml"), Map.of());

  /** The first cells of all rows below a heading, and below a table's head if one is given. */
  private static List<String> rows(String after) throws IOException {
    var text = Files.readString(Path.of("../docs/compose.md"));
    return text.substring(text.indexOf(after))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith(after))
        .map(line -> line.split(" \\| ")[0].substring(2).strip())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void hasARowThatSaysWhy(Deliberate difference) throws IOException {
    assertThat(rows("## Deliberate differences")).containsOnlyOnce(difference.row());
  }

  @Test
  void isAllThatIsToldOfWhatStandsOnTheSwarm() throws IOException {
    assertThat(rows(HEAD))
        .isNotEmpty()
        .isSubsetOf(Stream.of(Deliberate.values()).map(Deliberate::row).toList());
  }

  /** Of a service that has some mounts, and of one that has no others. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "none", quoteCharacter = '`', textBlock = """
      {"Mounts":[{"Target":"/v"}]} | [{"Target":"/v"},{"Target":"/t","Type":"tmpfs"}]        | TMPFS
      {"Mounts":[{"Target":"/v"}]} | [{"Target":"/v"},{"Target":"/t","Type":"bind"}]         | none
      {"Mounts":[{"Target":"/v"}]} | [{"Target":"/v","Type":"tmpfs"}]                        | none
      {}                           | [{"Target":"/t","Type":"tmpfs"}]                        | TMPFS
      {}                           | [{"Target":"/t","Type":"tmpfs"},{"Target":"/v"}]        | none
      """)
  void mountsThatTheCliLacksAreMeantWhereAllAreTmpfs(String cli, String skep, Deliberate meant) {
    var differences = Difference.between(
        "service parity_app", container(cli), container("{\"Mounts\":" + skep + "}"));
    assertThat(differences)
        .singleElement()
        .extracting(d -> Deliberate.of(d, FILE))
        .isEqualTo(Optional.ofNullable(meant));
  }

  private static JsonNode container(String spec) {
    return EngineApi.parsed("{\"TaskTemplate\":{\"ContainerSpec\":" + spec + "}}");
  }
}
