package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code spec.values}: the files that fill variables. */
class DocumentValuesTest extends StackDocuments {
  @BeforeEach
  void composeFileWithAVariable() {
    files.file("prod/shop/compose.yaml", "services: {app: {image: \"app:${TAG}\"}}\n");
    spec("values: [v.yaml, w.yaml]");
    files.file("prod/shop/w.yaml", "OTHER: 1\n");
  }

  @Test
  void areTextsAsTheyAreWritten() {
    for (var written : List.of("1.10", "0755", "2026-01-02", "1e3", "on")) {
      files.file("prod/shop/v.yaml", "TAG: " + written + "\n");
      assertThat(image()).isEqualTo("app:" + written);
    }
  }

  @Test
  void ofLaterFilesWin() {
    files.file("prod/shop/v.yaml", "TAG: 1\n").file("prod/shop/w.yaml", "TAG: 2\n");
    assertThat(image()).isEqualTo("app:2");
  }

  @Test
  void andNothingElseFillVariables() {
    files.file("prod/shop/v.yaml", "OTHER: 1\n");
    var variables = Map.of("TAG", "1");
    var request = new Repository.Request(
        folder, folder.resolve("prod/shop"), Optional.empty(), variables, false);
    assertThat(Repositories.broken(folder, Repository.read(request)))
        .containsExactly("@/prod/shop = @/prod/shop/compose.yaml:1:25: the variable TAG is not"
            + " set; give it a value, or write a default, ${TAG:-default}");
  }

  @Test
  void areFlat() {
    files.file("prod/shop/v.yaml", "TAG: {a: b}\nB: [1]\nC:\nd-e: 1\n1a: 2\n");
    readerRefuses(
        "v.yaml:1:6: TAG: expected one value, found a mapping; a values file is flat, write one"
            + " NAME: VALUE a line",
        "v.yaml:2:4: B: expected one value, found a list; a values file is flat, write one NAME:"
            + " VALUE a line",
        "v.yaml:3:3: C: has no value; write \"\" for an empty text",
        "v.yaml:4:1: \"d-e\" is no name of a variable; write letters, digits and _, no digit"
            + " first",
        "v.yaml:5:1: \"1a\" is no name of a variable; write letters, digits and _, no digit"
            + " first");
  }

  @Test
  void areNotDecrypted() {
    files.file("prod/shop/v.yaml", "TAG: ENC[x]\nsops: {mac: x}\n");
    readerRefuses(
        "v.yaml:2:1: sops: the file is encrypted with SOPS, which is not supported yet; take"
            + " it out of spec.values, and make its contents Docker secrets");
  }

  @Test
  void areOneMappingInOneDocument() {
    files.file("prod/shop/v.yaml", "- a\n").file("prod/shop/w.yaml", "");
    readerRefuses(
        "v.yaml:1:1: not a values file: expected a mapping of names to values, found a list",
        "w.yaml:1:1: the file is empty; write NAME: VALUE, or delete the file");
    files.file("prod/shop/v.yaml", "TAG: 1\n---\nTAG: 2\n").file("prod/shop/w.yaml", "A: 1\n");
    readerRefuses(
        "v.yaml:3:1: a second document; put one document in a file, and delete the `---`");
  }
}
