package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.e2e.Tour.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TourTest {
  @TempDir
  private Path folder;

  private Path page(String... lines) throws IOException {
    return Files.write(folder.resolve("page.md"), List.of(lines));
  }

  @Test
  void takesCommandsAndWhatTheyShowFromConsoleBlocks() {
    var tour = Tour.of(List.of(
        "$ prose",
        "```console",
        "$ make",
        "$ ls",
        "a",
        "  b",
        "```",
        "c",
        "```yaml",
        "$ d",
        "```"));

    assertThat(tour.steps()).containsExactly(new Step("make"), new Step("ls", List.of("a", "  b")));
  }

  @Test
  void endsWhereTheNextPartOfThePageBegins() throws IOException {
    var page = page(
        "## Before",
        "```console",
        "$ a",
        "```",
        "## Here",
        "### More",
        "```console",
        "$ b",
        "```",
        "## After",
        "```console",
        "$ c",
        "```");

    assertThat(Tour.under("## Here", page).steps()).containsExactly(new Step("b"));
  }

  @Test
  void aHeadingThatIsGoneIsToldOf() throws IOException {
    var page = page("## Here");
    assertThatThrownBy(() -> Tour.under("## There", page))
        .hasMessage(page + " has no line '## There'");
  }

  @Test
  void whatDiffersBetweenRunsIsAllTheSame() {
    assertThat(Tour.plain(List.of("blog  True   Ready  poolpv4ako6o  1/1  8s", "2a437fe by Ada")))
        .isEqualTo(
            Tour.plain(List.of("blog  True  Ready  yokkizbiftra  1/1  1m30s ", "c5669f5 by Ada")));
    assertThat(Tour.plain(List.of("v1-rcss5jzs 2026-11-22T23:00:21Z 0.8s")))
        .isEqualTo(Tour.plain(List.of("v1-vyscevfx 2025-01-02 03:04Z 12s")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"blog 1/2 Ready", "  phase: Pinned", "app:1.4.2", "compose.yaml:38:18:", "#3"})
  void whatCountsStaysAsItIs(String printed) {
    assertThat(Tour.plain(List.of(printed))).isEqualTo(printed.replaceAll(" +", " "));
  }
}
