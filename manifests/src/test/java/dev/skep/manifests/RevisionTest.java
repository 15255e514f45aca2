package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever decides how a stack runs is in its revision, and nothing else. */
class RevisionTest {
  @TempDir
  Path folder;

  Loading files;

  @BeforeEach
  void stack() {
    files = new Loading(folder)
        .file(
            "base/compose.yaml",
            "services: {app: {image: \"app:${TAG}\", env_file: e.env, configs: [c]}}\n"
                + "configs: {c: {file: c.conf}}\n")
        .file("base/e.env", "A=1\n")
        .file("base/c.conf", "one\n")
        .file(
            "prod/shop/more.yaml",
            "include: [../more/y.yaml]\n"
                + "services: {app: {hostname: a, extends: {file: ../parts/x.yaml, service: x}}}\n")
        .file("more/y.yaml", "configs: {y: {content: \"${Y}\"}}\n")
        .file("more/.env", "Y=1\n")
        .file("parts/x.yaml", "services: {x: {env_file: x.env}}\n")
        .file("parts/x.env", "X=1\n")
        .file("prod/shop/v.yaml", "TAG: 1\nUNUSED: 1\n")
        .file("prod/skep.yml", "maxPrune: 50%\n")
        .file("prod/shop/stack.yaml", document("suspend: false"));
  }

  private static String document(String line) {
    return StackDocuments.HEAD
        + ("compose: [../../base/compose.yaml, more.yaml]\nvalues: [v.yaml]\n" + line).indent(2);
  }

  private String revision() {
    var content = Repositories.read(folder, folder.resolve("prod"));
    assertThat(Repositories.broken(folder, content)).isEmpty();
    return content.stacks().get(folder.resolve("prod/shop")).stack().revision();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "base/compose.yaml | services: {app: {image: 'app:${TAG}'}}",
        "base/e.env | A=2",
        "base/c.conf | two",
        "prod/shop/more.yaml | services: {app: {hostname: b}}",
        "parts/x.yaml | services: {x: {env_file: x.env, user: x}}",
        "parts/x.env | X=2",
        "more/y.yaml | configs: {z: {content: z}}",
        "more/.env | Y=2",
        "prod/shop/v.yaml | TAG: 2",
        "prod/skep.yml | maxPrune: 49%",
      })
  void changesWithEachFileThatDecides(String file, String text) {
    var before = revision();
    files.file(file, text);
    assertThat(revision()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dependsOn: [db]",
        "suspend: true",
        "prune: false",
        "selfHeal: false",
        "ignore: [{service: app, fields: [env]}]",
        "ignore: [{service: '*', fields: [env]}]",
      })
  void changesWithTheDocument(String line) {
    files.file("prod/db/compose.yaml", Loading.service(""));
    var before = revision();
    files.file("prod/shop/stack.yaml", document(line));
    assertThat(revision()).isNotEqualTo(before);
  }

  @Test
  void staysWhenWhatIsWrittenMeansTheSame() {
    var before = revision();
    files
        .file("prod/shop/stack.yaml", "# why\n" + document("prune: yes"))
        .file("prod/shop/v.yaml", "UNUSED: 2\nTAG: 1\n")
        .file("base/e.env", "# why\nA=1\n")
        .file("prod/skep.yml", "# why\nmaxPrune: 50%\n");
    assertThat(revision()).isEqualTo(before);
  }

  @Test
  void isTheSameFromADocumentAsFromItsFilesAlone() {
    files.file("base/compose.yaml", Loading.service("")).file("prod/shop/more.yaml", "{}");
    var plain = new Loading(folder).stack(Loading.service("")).desired().revision();
    assertThat(revision()).isEqualTo(plain);
  }
}
