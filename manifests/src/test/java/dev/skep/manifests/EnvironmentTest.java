package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void files() {
    loading = new Loading(folder)
        .file("a.env", "\uFEFFA=file\n# comment\n  Q=\"kept\" # too\r\nOUT\nNONE\nE=\n\n")
        .file("b.env", "A=second\n")
        .variable("OUT", "outside");
  }

  private String environment(String lines) {
    return loading
        .stack(Loading.service(lines))
        .spec("app")
        .at("TaskTemplate", "ContainerSpec", "Env")
        .orElseThrow()
        .canonical();
  }

  @Test
  void linesOfFilesAreTakenVerbatim() {
    assertThat(environment("env_file: a.env"))
        .isEqualTo("[\"A=file\",\"E=\",\"OUT=outside\",\"Q=\\\"kept\\\" # too\"]");
  }

  @Test
  void laterFilesAndEntriesWin() {
    assertThat(environment("env_file: [a.env, b.env]\nenvironment: {Q: 1, E: 2}"))
        .isEqualTo("[\"A=second\",\"E=2\",\"OUT=outside\",\"Q=1\"]");
  }

  @Test
  void anOptionalFileMayBeMissing() {
    assertThat(environment("env_file:\n  - {path: no.env, required: false}\n  - path: b.env"))
        .isEqualTo("[\"A=second\"]");
  }

  @Test
  void entriesWithoutAValueTakeTheVariableOrRemoveTheImages() {
    assertThat(environment("environment: {OUT: , PATH: , EMPTY: ''}"))
        .isEqualTo("[\"EMPTY=\",\"OUT=outside\",\"PATH\"]");
    assertThat(environment("environment: [OUT, PATH, EMPTY=]"))
        .isEqualTo("[\"EMPTY=\",\"OUT=outside\",\"PATH\"]");
  }

  @Test
  void badLinesHaveThePlaceInTheirFile() {
    loading.file("bad.env", "A=1\nmy key=2\n=3\n").stack(Loading.service("env_file: bad.env"));
    assertThat(loading.errors())
        .containsExactly(
            "bad.env:2:1: expected KEY=value without a blank in the key",
            "bad.env:3:1: expected KEY=value without a blank in the key");
  }
}
