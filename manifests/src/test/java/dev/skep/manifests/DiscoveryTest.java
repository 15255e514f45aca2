package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
  @TempDir
  Path folder;

  Loading files;

  @BeforeEach
  void empty() {
    files = new Loading(folder);
  }

  private List<String> found(Path path) {
    return Discovery.find(folder, path).stacks().stream()
        .map(s -> s.name().orElse("-") + " " + folder.relativize(s.files().getFirst()))
        .toList();
  }

  private List<String> problems(Path path) {
    return Discovery.find(folder, path).broken().entrySet().stream()
        .flatMap(e -> e.getValue().stream().map(p -> e.getKey() + " = " + p))
        .map(this::shown)
        .toList();
  }

  private List<String> warnings() {
    return Discovery.find(folder, folder).warnings().stream()
        .map(p -> shown(p.toString()))
        .toList();
  }

  private String shown(String text) {
    return text.replace(folder.toString(), "@");
  }

  private void link(String from, Path to) throws IOException {
    Files.createSymbolicLink(folder.resolve(from), to);
  }

  @Test
  void aFileIsItself() {
    files.file("docker-compose.yml", "");
    assertThat(found(folder.resolve("docker-compose.yml"))).containsExactly("- docker-compose.yml");
  }

  @Test
  void aFolderWithAComposeFileIsOneStack() {
    files.file("compose.yaml", "").file("sub/compose.yaml", "").file("x.stack.yml", "");
    assertThat(found(folder)).containsExactly("- compose.yaml");
  }

  @Test
  void otherwiseEachSubfolderAndStackFileIsOne() {
    files
        .file("shop/docker-stack.yml", "")
        .file("blog/compose.yml", "")
        .file("empty/readme.md", "")
        .file(".git/compose.yml", "")
        .file("mail.stack.yml", "");
    assertThat(found(folder))
        .containsExactly("- blog/compose.yml", "mail mail.stack.yml", "- shop/docker-stack.yml");
  }

  @Test
  void twoCandidatesAreAnErrorOfTheirFolderAlone() {
    files
        .file("shop/docker-stack.yml", "")
        .file("shop/compose.yaml", "")
        .file("blog/compose.yml", "");
    assertThat(problems(folder))
        .containsExactly("@/shop = @/shop/compose.yaml:1:1: the folder holds compose.yaml and"
            + " docker-stack.yml; keep one of them");
    assertThat(found(folder)).containsExactly("- blog/compose.yml");
  }

  @Test
  void nothingIsAnErrorThatSaysWhatToPutThere() {
    files.file("docker-compose.yml", "");
    assertThat(problems(folder))
        .containsExactly("@ = @:1:1: no stack found; put a compose.yaml here or into a subfolder,"
            + " or a NAME.stack.yml; docker-compose.yml is read only when it is named itself");
    assertThat(problems(folder.resolve("no")))
        .containsExactly("@/no = @/no:1:1: there is no such file or folder");
  }

  @Test
  void aStackInAHiddenFolderIsToldOfAndNotRead() {
    files.file(".shop/compose.yml", "").file("blog/compose.yml", "");
    assertThat(found(folder)).containsExactly("- blog/compose.yml");
    assertThat(warnings())
        .containsExactly("@/.shop/compose.yml:1:1: warning: is not read, because hidden folders are"
            + " left to tools; rename the folder .shop if this is a stack");
  }

  @Test
  void linksAreFollowedInsideTheRootAlone(@TempDir Path outside) throws IOException {
    files.file("kept/real/compose.yaml", "").file("blog/compose.yml", "");
    link("shop", folder.resolve("kept/real"));
    link("evil", outside);
    link("evil.stack.yml", outside.resolve("none"));
    link("lost", folder.resolve("gone"));
    link("round", folder.resolve("round"));
    assertThat(found(folder)).containsExactly("- blog/compose.yml", "- shop/compose.yaml");
    assertThat(problems(folder))
        .containsExactly(
            "@/evil = @/evil:1:1: the link leads out of the repository to " + outside.toRealPath()
                + " and is not followed; put a copy here, or delete the link",
            "@/evil.stack.yml = @/evil.stack.yml:1:1: the link leads nowhere; mend it, or delete it",
            "@/lost = @/lost:1:1: the link leads nowhere; mend it, or delete it",
            "@/round = @/round:1:1: the link leads nowhere; mend it, or delete it");
  }
}
