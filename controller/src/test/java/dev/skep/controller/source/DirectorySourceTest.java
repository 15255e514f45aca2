package dev.skep.controller.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.reconciler.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTest {
  @TempDir
  Path folder;

  private Path stacks;
  private DirectorySource source;

  @BeforeEach
  void twoStacks() throws IOException {
    Files.createDirectory(folder.resolve(".git"));
    stacks = folder.resolve("prod");
    write("prod/blog/compose.yaml", "services: {app: {image: app:1}}");
    write("prod/shop/compose.yaml", "services: {app: {image: app:1}}");
    source = new DirectorySource(stacks, Clock.SYSTEM);
    assertThat(source.read().good()).containsOnlyKeys("blog", "shop");
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  @Test
  void oneThatIsWrongKeepsItsLastGoodVersionAndTheOthersGoOn() throws IOException {
    var before = source.read().good().get("shop");
    write("prod/shop/docker-stack.yml", "services: {app: {image: app:2}}");
    write("prod/blog/compose.yaml", "services: {app: {image: app:2}, db: {image: db:1}}");
    var now = source.read();
    assertThat(now.good().get("shop")).isEqualTo(before);
    assertThat(now.good().get("blog").services()).containsKey("db");
    assertThat(now.broken()).containsOnlyKeys(stacks.resolve("shop").toString());
  }

  @Test
  void oneThatIsGoneIsNotKept() throws IOException {
    Files.delete(stacks.resolve("shop/compose.yaml"));
    assertThat(source.read().good()).containsOnlyKeys("blog");
    write("prod/shop/compose.yaml", "nothing good");
    assertThat(source.read().good()).containsOnlyKeys("blog");
  }

  @Test
  void allAreKeptWhenNobodyCanTellWhatThereIs() throws IOException {
    Files.delete(stacks.resolve("shop/compose.yaml"));
    Files.delete(stacks.resolve("blog/compose.yaml"));
    assertThat(source.read().good()).containsOnlyKeys("blog", "shop");
  }

  @Test
  void aFileOutsideOfTheDirectoryThatPlaysAPartIsWatched() throws IOException {
    write(
        "prod/shop/compose.yaml",
        "services: {app: {image: app:1}}\nconfigs: {a: {file: ../../common/a}}");
    assertThat(source.read().broken()).hasSize(1);
    write("common/a", "x");
    assertThat(source.read().broken()).isEmpty();
  }

  @Test
  void aFileThatIsIncludedFromOutsideIsWatchedAndSoIsItsEnvFile() throws IOException {
    write("common/db.yaml", "services: {db: {image: \"db:${TAG:-1}\"}}");
    write("prod/shop/compose.yaml", "include: [../../common/db.yaml]");
    var first = source.read().good().get("shop").revision();
    write("common/.env", "TAG=2");
    var second = source.read().good().get("shop").revision();
    write("common/db.yaml", "services: {db: {image: \"db:${TAG:-1}\", tty: true}}");
    var third = source.read().good().get("shop").revision();
    assertThat(Set.of(first, second, third)).hasSize(3);
  }

  @Test
  void oneThatIsMovedAndBrokenAtOnceIsNotTakenForRemoved() throws IOException {
    Files.delete(stacks.resolve("shop/compose.yaml"));
    write("prod/store/compose.yaml", "name: shop\nservices: {app: {image: app:1, comand: y}}");
    assertThat(source.read().good()).containsOnlyKeys("blog", "shop");

    write("prod/store/compose.yaml", "name: shop\nservices: {app: {image: app:2}}");
    assertThat(source.read().good()).containsOnlyKeys("blog", "shop");
    assertThat(source.read().broken()).isEmpty();
  }

  @Test
  void oneThatIsGoneDoesNotComeBackWhenTheFolderIsRefusedLater() throws IOException {
    Files.delete(stacks.resolve("shop/compose.yaml"));
    assertThat(source.read().good()).containsOnlyKeys("blog");
    Files.delete(stacks.resolve("blog/compose.yaml"));
    assertThat(source.read().good()).containsOnlyKeys("blog");
  }

  @Test
  void nothingIsReadAnewWhileNothingChanges() {
    var before = source.state();
    assertThat(source.read()).isSameAs(source.read());
    assertThat(source.state()).isEqualTo(before);
    assertThat(before.at()).isEqualTo(stacks + "@" + before.revision());
  }
}
