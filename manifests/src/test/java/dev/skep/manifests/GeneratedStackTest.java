package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.manifests.GeneratedStack.Keys;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that are right load, and damaged they end in a message with a place. A failure names its
 * seed; {@code -Dskep.seed} begins with another one.
 */
class GeneratedStackTest {
  private static final long FIRST = Long.getLong("skep.seed", 1);

  /** Mappings whose keys people choose. */
  private static final String NAMED =
      "services|networks|volumes|configs|secrets|services.NAME.(networks|depends_on|ulimits)";

  @TempDir
  Path folder;

  private Validation<Seq<Problem>, Rendered> load(GeneratedStack stack, List<Path> files) {
    return new Manifests()
        .load(new LoadRequest(files, Optional.of("st"), stack.variables(), false, folder));
  }

  @ParameterizedTest
  @EnumSource
  void isTaken(Keys keys) {
    for (int i = 0; i < Integer.getInteger("skep.generated.files", 200); i++) {
      var stack = GeneratedStack.of(FIRST + i, keys);
      var result = load(stack, stack.writeTo(folder));
      assertThat(result.isValid() ? List.of() : result.getError().asJava())
          .as("%s", stack)
          .noneMatch(p -> p.severity() == Problem.Severity.ERROR);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTakenByTheSchema(Keys keys) {
    for (int i = 0; i < Integer.getInteger("skep.generated.files", 200); i++) {
      var stack = GeneratedStack.of(FIRST + i, keys);
      assertThat(stack.compose())
          .as("%s", stack)
          .allSatisfy(text -> assertThat(Schema.WHOLE.problems(text)).isEmpty());
    }
  }

  @Test
  void hasAllKeysThatAreHonoured() {
    var seen = new TreeSet<String>();
    for (int i = 0; i < 400; i++) {
      for (var text : GeneratedStack.of(i, Keys.ALL).compose()) {
        new YamlReader("file", FileKind.COMPOSE, new Problems())
            .read(text.getBytes(StandardCharsets.UTF_8))
            .ifPresent(file -> paths(file, "", seen));
      }
    }
    assertThat(seen)
        .containsAll(ComposeDoc.rows().stream()
            .filter(r -> r.word() == ComposeDoc.Word.HONOURED)
            .map(ComposeDoc.Row::path)
            .map(path -> path.replace("OTHER", "NAME"))
            .toList());
  }

  private static void paths(Yaml yaml, String path, Set<String> out) {
    switch (yaml) {
      case Yaml.Mapping m ->
        m.entries().forEach((key, entry) -> {
          var step = path.matches(NAMED) ? "NAME" : key;
          var here = path.isEmpty() ? step : path + "." + step;
          out.add(here);
          paths(entry.value(), here, out);
        });
      case Yaml.Sequence s -> s.items().forEach(item -> paths(item, path + "[]", out));
      case Yaml.Scalar s -> out.add(path);
    }
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(GeneratedStack.of(FIRST, Keys.ALL)).isEqualTo(GeneratedStack.of(FIRST, Keys.ALL));
  }

  @Test
  void damageNeverGetsPastTheMessages() throws IOException {
    for (int i = 0; i < Integer.getInteger("skep.generated.mutations", 1_000); i++) {
      long seed = FIRST + i;
      var random = new Random(seed);
      var stack = GeneratedStack.of(seed, Keys.ALL);
      var files = stack.writeTo(folder);
      var damaged = files.get(random.nextInt(files.size()));
      var text = Files.readString(damaged);
      for (int n = random.nextInt(3); n >= 0; n--) text = MutationTest.damaged(text, random);
      // What is cut may be half a character.
      Files.write(damaged, text.getBytes(StandardCharsets.UTF_8));
      long before = Loading.cpuMillis();
      var result = load(stack, files);
      assertThat(Loading.cpuMillis() - before).as("seed %d, milliseconds", seed).isLessThan(1_000);
      var problems = new ArrayList<Problem>();
      if (result.isInvalid()) problems.addAll(result.getError().asJava());
      else problems.addAll(result.get().warnings());
      assertThat(result.isValid() || !problems.isEmpty()).as("seed %d", seed).isTrue();
      assertThat(problems)
          .as("seed %d:%n%s", seed, text)
          .allMatch(p -> p.place().line() > 0 && p.place().column() > 0)
          .noneMatch(p -> p.message().contains("a defect in Skep"));
    }
  }
}
