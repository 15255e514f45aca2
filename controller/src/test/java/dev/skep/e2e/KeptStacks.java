package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of stacks and the one controller that keeps them, for all tests of a class: stacks of
 * several tests are at work side by side, which takes as long as the slowest of them.
 */
final class KeptStacks implements AutoCloseable {
  private final SwarmLab lab;
  private final String owner;
  private final Path folder;
  private final TestStack controlled;
  private final List<TestStack> stacks = new ArrayList<>();
  private final SkepProcess controller;

  /** The owner is also the beginning of all stacks' names. */
  KeptStacks(SwarmLab lab, String owner, Path folder) {
    this.lab = lab;
    this.owner = owner;
    this.folder = folder;
    this.controlled = TestStack.of(lab, owner, made(source()));
    this.controller = controlled.skep(
        lab.host(0),
        "controller",
        "--source",
        source().toString(),
        "--status",
        status().toString());
  }

  /** That writes to a database; not in the folder yet. */
  KeptStack named(String name, WitnessDatabase database) {
    var full = owner + "-" + name;
    var stack = controlled.named(full, made(source().resolve(full)));
    stacks.add(stack);
    return new KeptStack(stack, database, status());
  }

  private Path source() {
    return folder.resolve("source");
  }

  private Path status() {
    return folder.resolve("status");
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves the stacks to whoever removes their engine. */
  void stop() {
    assertThat(controller.alive()).as("%s", controller).isTrue();
    stacks.forEach(TestStack::stop);
    controlled.stop();
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      controlled.closeWith(stacks);
    }
  }
}
