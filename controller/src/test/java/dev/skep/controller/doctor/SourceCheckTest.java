package dev.skep.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.source.DirectorySource;
import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import dev.skep.reconciler.Clock;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCheckTest {
  @TempDir
  Path folder;

  private List<Finding> look() {
    return SourceCheck.look(() -> Either.right(new DirectorySource(folder, Clock.SYSTEM)));
  }

  @Test
  void whatCannotBeOpenedFails() {
    assertThat(SourceCheck.look(() -> Either.left("--git-ssh-key is missing")))
        .extracting(Finding::said)
        .containsExactly("--git-ssh-key is missing");
  }

  @Test
  void whatCanBeReadIsWell() throws IOException {
    Files.writeString(folder.resolve("a.stack.yml"), "services: {web: {image: \"x:1\"}}\n");
    assertThat(look()).extracting(Finding::grade).containsExactly(Grade.OK);
    assertThat(look().getFirst().said()).endsWith("can be read: 1 stacks");
  }

  @Test
  void eachProblemOfAStackIsToldOf() throws IOException {
    Files.writeString(folder.resolve("a.stack.yml"), "services: {web: {image: \"x:1\"}}\n");
    Files.writeString(folder.resolve("b.stack.yml"), "services: {web: {imge: x}}\n");
    assertThat(look()).extracting(Finding::grade).contains(Grade.OK, Grade.WARN);
  }
}
