package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

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
    return Discovery.find(path).get().stream()
        .map(s -> s.name().orElse("-") + " " + folder.relativize(s.files().getFirst()))
        .toList();
  }

  private List<String> problems(Path path) {
    return Discovery.find(path)
        .getError()
        .map(p -> p.toString().replace(folder.toString(), "@"))
        .asJava();
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
  void twoCandidatesAreAnError() {
    files.file("shop/docker-stack.yml", "").file("shop/compose.yaml", "");
    assertThat(problems(folder))
        .containsExactly("@/shop/compose.yaml:1:1: the folder holds compose.yaml and"
            + " docker-stack.yml; keep one of them");
  }

  @Test
  void nothingIsAnErrorThatSaysWhatToPutThere() {
    files.file("docker-compose.yml", "");
    assertThat(problems(folder))
        .containsExactly("@:1:1: no stack found; put a compose.yaml here or into a subfolder, or a"
            + " NAME.stack.yml; docker-compose.yml is read only when it is named itself");
    assertThat(problems(folder.resolve("no")))
        .containsExactly("@/no:1:1: there is no such file or folder");
  }
}
