package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredStack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Stack document {@code prod/shop/stack.yaml} beside a Compose file, and what is read of it. */
abstract class StackDocuments {
  static final String HEAD =
      "apiVersion: skep.dev/v1\nkind: Stack\nmetadata: {name: shop}\nspec:\n";

  @TempDir
  Path folder;

  Loading files;

  private String written = "";

  @BeforeEach
  void compose() {
    files = new Loading(folder);
    files.file("prod/shop/compose.yaml", Loading.service(""));
  }

  /** The lines begin in line 5 of the document. */
  StackDocuments spec(String lines) {
    return document(HEAD + lines.stripTrailing().indent(2));
  }

  StackDocuments document(String text) {
    written = text;
    files.file("prod/shop/stack.yaml", text);
    return this;
  }

  Repository.Content read() {
    return Repositories.read(folder, folder.resolve("prod/shop"));
  }

  DesiredStack stack() {
    assertThat(Repositories.broken(folder, read())).isEmpty();
    assertThat(Schema.STACK.problemsOfAll(written)).isEmpty();
    return read().stacks().get(folder.resolve("prod/shop")).stack();
  }

  String image() {
    return stack()
        .services()
        .get("app")
        .spec()
        .text("TaskTemplate", "ContainerSpec", "Image")
        .get();
  }

  /** As an editor does that knows the schema. */
  void refuses(String... errors) {
    readerRefuses(errors);
    assertThat(Schema.STACK.problemsOfAll(written)).isNotEmpty();
  }

  /** What no schema of the document can tell. */
  void readerRefuses(String... errors) {
    assertThat(Repositories.broken(folder, read()))
        .containsExactly(List.of(errors).stream()
            .map(e -> "@/prod/shop = @/prod/shop/" + e)
            .toArray(String[]::new));
  }
}
