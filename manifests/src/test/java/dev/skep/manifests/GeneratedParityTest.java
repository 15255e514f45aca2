package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.manifests.GeneratedStack.Keys;
import dev.skep.model.DesiredStack;
import dev.skep.model.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of files that are drawn at random, what Skep makes of them is what it makes of them after {@code
 * docker stack config} has read them and written them out. {@code -Dskep.parity.files} says how
 * many; the name of a test is the seed, which {@code -Dskep.seed} begins with.
 */
class GeneratedParityTest {
  private static final long FIRST = Long.getLong("skep.seed", 1);

  @BeforeAll
  static void aCommandThatCanTell() throws Exception {
    StackConfigParityTest.aCommandThatCanTell();
  }

  @TestFactory
  Stream<DynamicTest> readsAsTheDockerCliDoes(@TempDir Path folder) {
    return LongStream.range(FIRST, FIRST + Integer.getInteger("skep.parity.files", 60))
        .mapToObj(seed -> DynamicTest.dynamicTest(
            "seed " + seed, () -> same(GeneratedStack.of(seed, Keys.OF_THE_CLI), folder)));
  }

  private static void same(GeneratedStack stack, Path folder)
      throws IOException, InterruptedException {
    var files = stack.writeTo(folder);
    var command = new ArrayList<>(List.of("docker", "stack", "config"));
    files.forEach(file -> command.addAll(List.of("-c", file.toString())));
    var config = StackConfigParityTest.run(
            stack.variables(), folder, command.toArray(String[]::new))
        .orElseThrow();
    assertThat(config.code()).withFailMessage("%s%n%s", config.err(), stack).isZero();
    var resolved =
        Files.writeString(folder.resolve("as-resolved.yaml"), config.out().replace("$", "$$"));
    var ours = leaves(load(stack, files));
    var theirs = leaves(load(stack, List.of(resolved)));
    assertThat(differences(ours, theirs))
        .withFailMessage(
            () -> String.join("\n", differences(ours, theirs)) + "\n" + stack + "\n" + config.out())
        .isEmpty();
  }

  private static List<String> differences(Map<String, String> ours, Map<String, String> theirs) {
    var paths = new TreeSet<>(ours.keySet());
    paths.addAll(theirs.keySet());
    return paths.stream()
        .filter(path -> !Objects.equals(ours.get(path), theirs.get(path)))
        .map(path ->
            path + ": " + ours.get(path) + ", and of what the CLI wrote " + theirs.get(path))
        .toList();
  }

  private static Map<String, String> leaves(DesiredStack stack) {
    var out = new TreeMap<String, String>();
    StackConfigParityTest.bodies(stack)
        .forEach((name, body) -> leaves(name, Tree.parse(body), out));
    return out;
  }

  private static void leaves(String path, Tree tree, Map<String, String> out) {
    switch (tree) {
      case Tree.Obj o -> o.fields().forEach((name, t) -> leaves(path + "." + name, t, out));
      case Tree.Arr a -> {
        for (int i = 0; i < a.items().size(); i++)
          leaves(path + "." + i, a.items().get(i), out);
      }
      case Tree leaf -> out.put(path, leaf.canonical());
    }
  }

  private static DesiredStack load(GeneratedStack stack, List<Path> files) {
    var result = new Manifests()
        .load(new LoadRequest(
            files, Optional.of("st"), stack.variables(), false, files.getFirst().getParent()));
    assertThat(result.isValid() ? List.of() : result.getError().asJava())
        .withFailMessage(() -> result.getError() + "\n" + stack)
        .isEmpty();
    return result.get().stack();
  }
}
