package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.print.Words;
import dev.skep.model.Condition;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/conditions.md has a row for all that may be said, and for nothing else. */
class ConditionsDocumentTest {
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|");

  private static List<String> rows(String chapter) throws IOException {
    var text = Files.readString(Path.of("../docs/conditions.md"));
    var from = text.indexOf("## " + chapter + "\n");
    assertThat(from).as(chapter).isNotNegative();
    var to = text.indexOf("\n## ", from);
    return text.substring(from, to < 0 ? text.length() : to)
        .lines()
        .flatMap(line -> ROW.matcher(line).results())
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void phasesOfAStack() throws IOException {
    assertThat(rows("Phases of a stack"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(StackStatus.Phase.values()).map(Words::camel).toList());
  }

  @Test
  void conditions() throws IOException {
    assertThat(rows("Conditions of a stack"))
        .containsExactlyElementsOf(
            Stream.of(Condition.Type.values()).map(Words::camel).toList());
  }

  @Test
  void phasesOfAJob() throws IOException {
    assertThat(rows("Phases of a job"))
        .containsExactlyElementsOf(
            Stream.of(JobPhase.values()).map(JobPhase::text).toList());
  }

  @Test
  void reasons() throws IOException {
    assertThat(rows("Reasons"))
        .containsExactlyElementsOf(Stream.of(Reason.values()).map(Reason::text).toList());
  }
}
