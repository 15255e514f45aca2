package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.StackPolicy;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code spec.compose}, and the paths that a document may name. */
class DocumentFilesTest extends StackDocuments {
  @Nested
  class Compose {
    @Test
    void isTheOneFileBesideTheDocumentUnlessItIsNamed() {
      document(HEAD);
      assertThat(stack().name()).isEqualTo("shop");
      assertThat(stack().policy()).isEqualTo(StackPolicy.DEFAULT);
    }

    @Test
    void namedFilesAreMergedInTheirOrderFromAnywhereInTheRepository() {
      files.file("stacks/shop/base.yaml", "services: {app: {image: app:1, env_file: e.env}}\n");
      files.file("stacks/shop/e.env", "A=1\n");
      files.file("prod/shop/prod.yaml", "services: {app: {image: app:2}}\n");
      spec("compose: [../../stacks/shop/base.yaml, prod.yaml]");
      assertThat(image()).isEqualTo("app:2");
      assertThat(stack().services().get("app").spec().array("TaskTemplate", "ContainerSpec", "Env"))
          .hasSize(1);
    }

    @Test
    void theFileBesideTheDocumentIsNoSecondStack() {
      files.file("prod/shop/docker-stack.yml", "services: {app: {image: app:3}}\n");
      spec("compose: [docker-stack.yml]");
      assertThat(image()).isEqualTo("app:3");
    }

    @Test
    void severalBesideTheDocumentAreNoAnswer() {
      files.file("prod/shop/docker-stack.yml", "services: {app: {image: app:3}}\n");
      document(HEAD);
      readerRefuses(
          "stack.yaml:4:1: spec.compose is missing, and beside the document are compose.yaml"
              + " and docker-stack.yml; write compose: [PATH]");
    }

    @Test
    void noneBesideTheDocumentIsNoAnswer() throws IOException {
      Files.delete(folder.resolve("prod/shop/compose.yaml"));
      document(HEAD);
      readerRefuses("stack.yaml:4:1: spec.compose is missing, and beside the document is no Compose"
          + " file; write compose: [PATH]");
    }

    @Test
    void problemsOfTheFilesAndOfTheDocumentAreToldTogether() {
      files.file("prod/shop/compose.yaml", "services: {app: {imgae: a}}\n");
      spec("dependson: [x]");
      refuses(
          "compose.yaml:1:12: services.app: image is missing; write image: NAME:TAG",
          "compose.yaml:1:18: services.app.imgae: unknown key; did you mean image?",
          "stack.yaml:5:3: spec.dependson: unknown key; did you mean dependsOn?");
    }
  }

  @Nested
  class Paths {
    @Test
    void leadNowhereOutsideOfTheRepository() throws IOException {
      var outside = Files.createTempFile("compose", ".yaml");
      Files.createSymbolicLink(folder.resolve("prod/shop/link.yaml"), outside);
      spec("""
          compose:
            - ../../../x.yaml
            - /etc/passwd
            - ~/x.yaml
            - link.yaml
            - https://example.com/compose.yaml
            - git@example.com:infra.git
          """);
      refuses(
          "stack.yaml:6:7: spec.compose: the file \"../../../x.yaml\" lies outside of the"
              + " repository; put it inside",
          "stack.yaml:7:7: spec.compose: \"/etc/passwd\" is absolute, and would differ from machine"
              + " to machine; write it relative to stack.yaml",
          "stack.yaml:8:7: spec.compose: \"~/x.yaml\" is absolute, and would differ from machine to"
              + " machine; write it relative to stack.yaml",
          "stack.yaml:9:7: spec.compose: the file \"link.yaml\" lies outside of the repository; put"
              + " it inside",
          "stack.yaml:10:7: spec.compose: \"https://example.com/compose.yaml\" is a URL; only files"
              + " of the repository are read, add it",
          "stack.yaml:11:7: spec.compose: \"git@example.com:infra.git\" is a URL; only files of the"
              + " repository are read, add it");
      Files.delete(outside);
    }

    @Test
    void areTextsOfFilesEachOnce() {
      files.file("prod/shop/v.yaml", "A: 1\n");
      spec("""
          compose: [compose.yaml, ./compose.yaml, no.yaml, ., {a: b}, "a\\0b"]
          values: [v.yaml, v.yaml, no.yaml]
          """);
      refuses(
          "stack.yaml:5:27: spec.compose: \"./compose.yaml\" stands here twice; keep one",
          "stack.yaml:5:43: spec.compose: the file \"no.yaml\" does not exist; it was looked for at"
              + " @/prod/shop/no.yaml",
          "stack.yaml:5:52: spec.compose: the file \".\" is not a regular file",
          "stack.yaml:5:55: spec.compose: expected a text, found a mapping",
          "stack.yaml:5:63: spec.compose: \"a\0b\" is not a path",
          "stack.yaml:6:20: spec.values: \"v.yaml\" stands here twice; keep one",
          "stack.yaml:6:28: spec.values: the file \"no.yaml\" does not exist; it was looked for at"
              + " @/prod/shop/no.yaml");
    }

    @Test
    void areListsThatNameSomethingButNotTooMuch() {
      spec("compose: []\nvalues: [" + "a, ".repeat(17) + "]");
      refuses(
          "stack.yaml:5:3: spec.compose: an empty list; name something, or delete it",
          "stack.yaml:6:3: spec.values: more than 16 of them; make them fewer");
      spec("compose: compose.yaml");
      refuses("stack.yaml:5:12: spec.compose: expected a list (- item), found the text"
          + " \"compose.yaml\"");
    }
  }
}
