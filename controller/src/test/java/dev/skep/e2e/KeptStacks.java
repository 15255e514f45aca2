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
  private final String owner;
  private final Path source;
  private final StatusFolder status;
  private final TestStack controlled;
  private final List<TestStack> stacks = new ArrayList<>();
  private final SkepProcess controller;

  /** The owner is also the beginning of all stacks' names. */
  KeptStacks(SwarmLab lab, String owner, Path folder) {
    this(lab, owner, folder, folder.resolve("source"));
  }

  private KeptStacks(SwarmLab lab, String owner, Path folder, Path source) {
    this(lab, owner, folder, source, List.of("--source", source.toString()));
  }

  /**
   * @param source where stacks are written
   * @param from the controller's flags that say where it has them from
   */
  KeptStacks(SwarmLab lab, String owner, Path folder, Path source, List<String> from) {
    this.owner = owner;
    this.source = source;
    this.status = new StatusFolder(folder.resolve("status"));
    this.controlled = TestStack.of(lab, owner, made(source));
    var arguments =
        new ArrayList<>(List.of("controller", "--status", status.path().toString()));
    arguments.addAll(from);
    this.controller = controlled.skep(lab.host(0), arguments.toArray(String[]::new));
  }

  /** That writes to a database; not in the folder yet. */
  KeptStack named(String name, WitnessDatabase database) {
    var full = owner + "-" + name;
    var stack = controlled.named(full, made(source.resolve(full)));
    stacks.add(stack);
    return new KeptStack(stack, database, status);
  }

  /** A stack of this name is in the folder, whoever else has one. */
  KeptStack claimed(String full, WitnessDatabase database) {
    return new KeptStack(controlled.named(full, source.resolve(full)), database, status);
  }

  StatusFolder status() {
    return status;
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
