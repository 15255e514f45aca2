package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of labels, which read as Compose reads them: unlike the lines of an {@code env_file}. */
class LabelFilesTest {
  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void files() {
    loading = new Loading(folder)
        .file("a.labels", "# of all\na.b/c-d=\"1 2\" # why\nteam: shop\nempty=\nalone\n")
        .file("b.labels", "team=till\n");
  }

  private Map<String, String> labels(String lines) {
    var labels = loading
        .stack(Loading.service(lines))
        .spec("app")
        .strings("TaskTemplate", "ContainerSpec", "Labels");
    labels.remove("com.docker.stack.namespace");
    return labels;
  }

  @Test
  void giveContainersTheirLabels() {
    assertThat(labels("label_file: a.labels"))
        .isEqualTo(Map.of("a.b/c-d", "1 2", "team", "shop", "empty", ""));
  }

  @Test
  void areWonByLaterOnesAndByEntries() {
    assertThat(labels("label_file: [a.labels, b.labels]\nlabels: [empty=no]"))
        .isEqualTo(Map.of("a.b/c-d", "1 2", "team", "till", "empty", "no"));
  }

  @Test
  void areJoinedAcrossFilesAndReadFromTheFolderOfWhatIsExtended() {
    loading
        .file("base/c.labels", "base=yes\n")
        .file("base/base.yaml", "services: {b: {label_file: c.labels}}\n");
    assertThat(labels("label_file: [b.labels]\nextends: {file: base/base.yaml, service: b}"))
        .isEqualTo(Map.of("team", "till", "base", "yes"));
  }

  @Test
  void tellTheLineThatCannotBeRead() {
    loading.file("bad.labels", "a=1\nb c=2\n").stack(Loading.service("label_file: bad.labels"));
    assertThat(loading.errors())
        .containsExactly("bad.labels:2:1: expected NAME=value, a name being letters, digits and"
            + " _ . - / [ ]");
  }

  @Test
  void mustBeThere() {
    loading.stack(Loading.service("label_file: none.labels"));
    assertThat(loading.errors())
        .containsExactly(
            "stack.yml:4:17: services.app.label_file: the file \"none.labels\" does not"
                + " exist; it was looked for at none.labels");
  }
}
