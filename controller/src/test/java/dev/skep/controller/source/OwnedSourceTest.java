package dev.skep.controller.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.reconciler.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedSourceTest {
  private static final Optional<String> NOT_GIVEN = Optional.empty();

  @TempDir
  Path folder;

  private OwnedSource source;

  @BeforeEach
  void oneStack() throws IOException {
    shop("shop:1");
  }

  private void shop(String image) throws IOException {
    write("shop/compose.yaml", "services: {app: {image: \"" + image + "\"}}\n");
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  private Optional<String> owner(Optional<String> given) {
    var said = given.map(id -> new Ownership.Given(id, "--owner"));
    var owned = OwnedSource.of(new DirectorySource(folder, Clock.SYSTEM), said);
    owned.ifPresent(o -> {
      source = o;
      source.read();
    });
    return owned.map(OwnedSource::owner);
  }

  /** The stacks before stay, though the files have new ones too. */
  private void holdsBack(String problem) throws IOException {
    var before = source.read().good();
    shop("shop:22");
    write("blog/compose.yaml", "services: {app: {image: \"blog:1\"}}\n");
    assertThat(source.read().good()).isEqualTo(before);
    assertThat(source.read().errors()).singleElement().hasToString(folder + problem);
    assertThat(source.read()).isSameAs(source.read());
  }

  private void takesUp() throws IOException {
    shop("shop:333");
    assertThat(source.read().errors()).isEmpty();
    assertThat(source.read().good().get("shop").services().get("app").toString())
        .contains("shop:333");
  }

  @Nested
  class TheOwner {
    @Test
    void isWhatTheFileSays() throws IOException {
      write("skep.yml", "owner: infra\n");
      assertThat(owner(NOT_GIVEN)).contains("infra");
    }

    @Test
    void isTheUsualOneWhenNobodySaysAnything() {
      assertThat(owner(NOT_GIVEN)).contains("skep");
    }

    @Test
    void isUnknownWhileTheFileCannotBeRead() throws IOException {
      write("skep.yml", "owner: [\n");
      assertThat(owner(NOT_GIVEN)).isEmpty();
      write("skep.yml", "owner: infra\n");
      assertThat(owner(NOT_GIVEN)).contains("infra");
    }

    @Test
    void isKnownWithoutTheFileToWhomItIsGiven() throws IOException {
      write("skep.yml", "owner: [\n");
      assertThat(owner(Optional.of("infra"))).contains("infra");
      assertThat(source.read().good()).isEmpty();
      write("skep.yml", "owner: infra\n");
      takesUp();
    }
  }

  @Nested
  class WhenItChanges {
    @Test
    void nothingNewIsTakenUpUntilARestart() throws IOException {
      write("skep.yml", "owner: infra\n");
      owner(NOT_GIVEN);
      write("skep.yml", "maxPrune: 10%\nowner: other\n");
      holdsBack("/skep.yml:2:1: the owner is other now, but was infra when the controller started;"
          + " restart it, or put infra back; until then nothing new of this folder is applied");
      assertThat(source.owner()).isEqualTo("infra");
      assertThat(owner(NOT_GIVEN)).contains("other");
      takesUp();
    }

    @Test
    void itGoesOnOnceTheOldOneIsBack() throws IOException {
      write("skep.yml", "owner: infra\n");
      owner(NOT_GIVEN);
      write("skep.yml", "maxPrune: 10%\n");
      holdsBack("/skep.yml:1:1: the owner is skep now, but was infra when the controller started;"
          + " restart it, or put infra back; until then nothing new of this folder is applied");
      write("skep.yml", "owner: infra\n");
      takesUp();
    }

    @Test
    void theUsualOneMayBeWrittenDown() throws IOException {
      owner(NOT_GIVEN);
      write("skep.yml", "owner: skep\n");
      takesUp();
    }

    @Test
    void itIsNotForgottenWhileTheFileIsWrong() throws IOException {
      write("skep.yml", "owner: infra\n");
      owner(NOT_GIVEN);
      write("skep.yml", "owner: [\n");
      assertThat(source.read().good()).containsOnlyKeys("shop");
      write("skep.yml", "owner: other\n");
      assertThat(source.read().errors()).hasSize(1);
    }
  }

  @Nested
  class BesideAFlagThatSaysAnother {
    @Test
    void nothingIsApplied() throws IOException {
      write("skep.yml", "owner: infra\n");
      owner(Optional.of("other"));
      assertThat(source.read().good()).isEmpty();
      holdsBack("/skep.yml:1:1: owner: infra here, but --owner says other; change one of them, or"
          + " leave --owner out; until then nothing of this folder is applied");
      write("skep.yml", "owner: other\n");
      takesUp();
    }

    @Test
    void whatWasReadBeforeStays() throws IOException {
      owner(Optional.of("other"));
      write("skep.yml", "owner: infra\n");
      holdsBack("/skep.yml:1:1: owner: infra here, but --owner says other; change one of them, or"
          + " leave --owner out; until then nothing of this folder is applied");
    }
  }
}
