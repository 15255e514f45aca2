package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each command of ours that the documents show is one that there is, with flags that it has. */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");

  /** As a shell takes them apart, as far as the documents go. */
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");

  private static List<Path> documents() throws IOException {
    try (var docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")),
              docs.filter(p -> p.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  private static List<String> commands(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.startsWith("$ skep "))
        .map(line -> line.substring("$ skep ".length()))
        .toList();
  }

  /** Up to a comment, a pipe, a redirection or another command. */
  private static String[] words(String command) {
    var out = new ArrayList<String>();
    var found = WORD.matcher(command);
    while (found.find()) {
      var word = found.group();
      if (word.matches("[#|&;>].*")) break;
      out.add(word.replace("\"", "").replace("'", ""));
    }
    return out.toArray(String[]::new);
  }

  @Test
  void parse() throws IOException {
    int all = 0;
    for (var document : documents()) {
      for (var command : commands(document)) {
        all++;
        assertThatCode(() -> Skep.commandLine(Map.of()).parseArgs(words(command)))
            .as("%s: skep %s", document, command)
            .doesNotThrowAnyException();
      }
    }
    assertThat(all).isGreaterThan(30);
  }
}
