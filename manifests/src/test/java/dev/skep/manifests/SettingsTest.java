package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir
  Path folder;

  Loading files;

  @BeforeEach
  void stacks() {
    files = new Loading(folder);
    for (var file : List.of(
        "prod/blog/compose.yaml", "prod/old/docker-compose.yml", "base/mail/compose.yaml")) {
      files.file(file, Loading.service(""));
    }
  }

  private Repository.Content read(String text) {
    files.file("prod/skep.yml", text);
    return Repositories.read(folder, folder.resolve("prod"));
  }

  private void refuses(String text, String... errors) {
    assertThat(Schema.SETTINGS.problemsOfAll(text)).isNotEmpty();
    var expected =
        List.of(errors).stream().map(e -> "@/prod = @/prod/skep.yml:" + e).toList();
    assertThat(Repositories.broken(folder, read(text))).isEqualTo(expected);
  }

  @Test
  void withoutTheFileAreTheDefaults() {
    var content = Repositories.read(folder, folder.resolve("prod"));
    assertThat(content.settings()).contains(Settings.DEFAULT);
    assertThat(Repositories.names(content)).containsExactly("blog");
  }

  @Test
  void holdForAllStacks() {
    var content = read("owner: infra-prod\nmaxPrune: 20%\n");
    var place = Place.top(folder.resolve("prod/skep.yml").toString());
    assertThat(content.settings())
        .contains(new Settings(
            Optional.of(new Settings.Owner("infra-prod", place)), Optional.empty(), 20));
    assertThat(content.stacks().values())
        .allSatisfy(s -> assertThat(s.stack().policy().maxPrune()).isEqualTo(20));
  }

  @Test
  void thatListStacksNameAllOfThem() {
    var content = read("stacks: [old/docker-compose.yml, ../base/mail]\n");
    assertThat(Repositories.broken(folder, content)).isEmpty();
    assertThat(Repositories.names(content)).containsExactly("old", "mail");
  }

  @Test
  void listFoldersThatHoldAStack() {
    files.file("prod/both/compose.yaml", "").file("prod/both/compose.yml", "");
    var content = read("stacks: [old, both, blog]\n");
    assertThat(Repositories.names(content)).containsExactly("blog");
    assertThat(Repositories.broken(folder, content))
        .containsExactly(
            "@/prod/old = @/prod/old:1:1: no stack in this folder, which skep.yml lists; put a"
                + " compose.yaml here, or list a file",
            "@/prod/both = @/prod/both/compose.yaml:1:1: the folder holds compose.yaml and"
                + " compose.yml; keep one of them");
  }

  @Test
  void listPathsInsideTheRepositoryEachOnce() {
    refuses(
        "stacks: [gone, ../../out, /etc, ssh://host/x, blog, ./blog, 1: 2]\n",
        "1:10: stacks: \"gone\" does not exist; it was looked for at @/prod/gone",
        "1:16: stacks: \"../../out\" lies outside of the repository; put it inside",
        "1:27: stacks: \"/etc\" is absolute, and would differ from machine to machine; write it"
            + " relative to skep.yml",
        "1:33: stacks: \"ssh://host/x\" is a URL; only files of the repository are read, add it",
        "1:53: stacks: \"./blog\" stands here twice; keep one",
        "1:61: stacks: expected a text, found a mapping");
    assertThat(Repositories.names(read("stacks: [gone, blog]\n"))).containsExactly("blog");
    refuses("stacks: []\n", "1:1: stacks: an empty list; name something, or delete it");
    refuses("stacks: blog\n", "1:9: stacks: expected a list (- item), found the text \"blog\"");
    refuses(
        "stacks: [" + "a, ".repeat(1_001) + "]\n",
        "1:1: stacks: more than 1000 of them; make them fewer");
  }

  @Test
  void haveValuesOfTheirKinds() {
    refuses(
        "owner: a b\nmaxPrune: 0.5\n",
        "1:1: owner: \"a b\" cannot be used; write letters, digits, -, _ and ., a letter or digit"
            + " first, at most 63 characters",
        "2:11: maxPrune: expected a share from 0% to 100%, found the number 0.5");
    refuses(
        "owner: [a]\nmaxPrune: 101%\n",
        "1:8: owner: expected a text, found a list",
        "2:11: maxPrune: expected a share from 0% to 100%, found the text \"101%\"");
  }

  @Test
  void knowTheirKeys() {
    refuses(
        "ownr: a\nnotify: []\n",
        "1:1: ownr: unknown key; did you mean owner?",
        "2:1: notify: unknown key; delete it, or write one of owner, stacks, maxPrune");
  }

  @Test
  void areUnknownWhereTheFileIsWrong() {
    for (var text : List.of("owner: a b\n", "owner: a\nmaxprune: 1%\n", "stacks: [\n", "")) {
      assertThat(read(text).settings()).as(text).isEmpty();
    }
  }

  @Test
  void areKnownThoughNoStackIsFound() {
    files.file("empty/skep.yml", "owner: a\n");
    var content = Repositories.read(folder, folder.resolve("empty"));
    assertThat(content.broken()).isNotEmpty();
    assertThat(content.settings().flatMap(Settings::owner).map(Settings.Owner::id))
        .contains("a");
  }

  @Test
  void thatCannotBeReadLeaveNoStackToFind() {
    assertThat(Repositories.names(read("stacks: [\n"))).isEmpty();
    refuses(
        "- a\n",
        "1:1: not a settings file: expected a mapping with owner, stacks or maxPrune, found a list");
    refuses(
        "", "1:1: the file is empty; write some of owner, stacks and maxPrune, or delete the file");
    refuses(
        "owner: a\n---\nowner: b\n",
        "3:1: a second document; put one document in a file, and delete the `---`");
    files.file("prod/skep.yaml", "");
    assertThat(Repositories.broken(folder, read("")))
        .containsExactly("@/prod = @/prod/skep.yaml:1:1: is not read; rename it to skep.yml");
  }
}
