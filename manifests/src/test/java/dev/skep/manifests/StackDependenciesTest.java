package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackDependenciesTest {
  @TempDir
  Path folder;

  Loading files;

  @BeforeEach
  void empty() {
    files = new Loading(folder);
  }

  private StackDependenciesTest stack(String name, String dependsOn) {
    files
        .file(name + "/compose.yaml", Loading.service(""))
        .file(
            name + "/stack.yaml",
            StackDocuments.HEAD.replace("shop", name) + "  dependsOn: [" + dependsOn + "]\n");
    return this;
  }

  private List<String> broken() {
    return Repositories.broken(folder, Repositories.read(folder, folder));
  }

  private List<String> good() {
    return Repositories.names(Repositories.read(folder, folder));
  }

  @Test
  void areOtherStacksOfTheSource() {
    stack("a", "b, c").stack("b", "c").stack("c", "");
    assertThat(broken()).isEmpty();
    assertThat(good()).containsExactly("a", "b", "c");
  }

  @Test
  void thatDoNotExistAreRefused() {
    stack("shop", "databse, mail").stack("database", "");
    assertThat(broken())
        .containsExactly(
            "@/shop = @/shop/stack.yaml:5:15: spec.dependsOn: there is no stack \"databse\"; did you"
                + " mean database?",
            "@/shop = @/shop/stack.yaml:5:24: spec.dependsOn: there is no stack \"mail\"; delete it");
    assertThat(good()).containsExactly("database");
  }

  @Test
  void thatCannotBeReadNowExistAllTheSame() {
    stack("shop", "database, mail").stack("database", "");
    files.file("database/compose.yaml", "nonsense").file("mail/compose.yaml", "nonsense");
    assertThat(good()).containsExactly("shop");
  }

  @Test
  void areNotJudgedForOneStackAlone() {
    stack("shop", "elsewhere");
    var shop = folder.resolve("shop");
    assertThat(Repositories.names(Repositories.read(folder, shop))).containsExactly("shop");
  }

  @Test
  void inARingRefuseAllOfItAndNobodyElse() {
    stack("a", "b").stack("b", "c").stack("c", "a").stack("d", "a").stack("e", "e");
    var ring = "a cycle, a -> b -> c -> a; none of them could ever start, take one arrow away";
    assertThat(broken())
        .containsExactly(
            "@/a = @/a/stack.yaml:5:15: spec.dependsOn: " + ring,
            "@/b = @/b/stack.yaml:5:15: spec.dependsOn: " + ring,
            "@/c = @/c/stack.yaml:5:15: spec.dependsOn: " + ring,
            "@/e = @/e/stack.yaml:5:15: spec.dependsOn: a cycle, e -> e; none of them could ever"
                + " start, take one arrow away");
    assertThat(good()).containsExactly("d");
  }
}
