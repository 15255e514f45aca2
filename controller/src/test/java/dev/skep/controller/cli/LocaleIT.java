package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged command where the locale knows no letters but ASCII ones. */
@Timeout(120)
class LocaleIT {
  private static final String LETTERS = "\u00e9 \ud83d\ude00";

  @TempDir
  Path folder;

  /**
   * @param setup what a shell does before; it has the letters themselves, whatever the locale of
   *     this JVM
   */
  private String rendered(String setup, String compose) throws IOException {
    var file = Files.writeString(folder.resolve("compose.yaml"), compose);
    var shell = List.of(
        "sh",
        "-ec",
        "unset LANG LC_CTYPE LC_ALL\nV=$(printf '\\303\\251 \\360\\237\\230\\200')\nexport V\n"
            + setup + "\nexec \"$@\"",
        "sh");
    try (var skep = SkepProgram.start(shell, "unix:///nowhere", "render", file.toString())) {
      var ended = skep.end(Duration.ofMinutes(1));
      assertThat(ended.exit()).as(ended.err()).isZero();
      return ended.out();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LC_ALL=C; export LC_ALL", "LANG=xx_XX.UTF-8; export LANG"})
  void variablesKeepTheirLetters(String setup) throws IOException {
    assertThat(rendered(setup, """
        services: {app: {image: app, environment: {V:, W: "${V}"}}}
        """)).contains("V=" + LETTERS, "W=" + LETTERS);
  }

  @Test
  void filesMayBeCalledByThem() throws IOException {
    assertThat(rendered("printf A=b >'" + folder + "'/\"$V.env\"", """
        services: {app: {image: app, env_file: "%s.env"}}
        """.formatted(LETTERS)))
        .contains("A=b");
  }

  @Test
  void theCallersOwnLocaleIsAsItWas() throws IOException {
    var compose = "services: {app: {image: app, environment: [LC_ALL, SKEP_LC_ALL]}}\n";
    assertThat(rendered("", compose)).doesNotContain("LC_ALL=");
    assertThat(rendered("LC_ALL=C; export LC_ALL", compose)).contains("LC_ALL=C\n");
  }
}
