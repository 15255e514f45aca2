package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.model.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Files that others published: each ends in a stack or in problems, and soon. With
 * {@code -Dskep.corpus.out=FOLDER} what became of each is written there, to be compared with what
 * {@code docker stack deploy} sends.
 */
class CorpusTest {
  private static final long SOON_MILLIS = 1_000;

  @TestFactory
  Stream<DynamicTest> everyFileEndsSoonAndWithoutADefect() throws IOException {
    var corpus = Corpus.given();
    assumeTrue(corpus.isPresent(), "name a folder with -Dskep.corpus");
    return Corpus.yamlBelow(corpus.get()).stream()
        .map(f -> DynamicTest.dynamicTest(corpus.get().relativize(f).toString(), () -> {
          load(f, "plain", Map.of("HOME", "/root"));
          load(f, "filled", Corpus.variables(corpus.get(), f));
        }));
  }

  private static void load(Path file, String how, Map<String, String> variables)
      throws IOException {
    var request =
        new LoadRequest(List.of(file), Optional.of("st"), variables, false, file.getParent());
    new Manifests().load(request);
    long before = Loading.cpuMillis();
    var result = new Manifests().load(request);
    assertThat(Loading.cpuMillis() - before).isLessThan(SOON_MILLIS);
    var text = new StringBuilder();
    if (result.isValid()) {
      describe(result.get(), text);
    } else {
      result.getError().forEach(p -> {
        assertThat(p.message()).doesNotContain("a defect in Skep");
        text.append("! ").append(p).append('\n');
      });
    }
    write(file, how, text.toString());
  }

  /** The bodies that the engine is to get, one a line, and the warnings. */
  private static void describe(Rendered rendered, StringBuilder text) {
    var stack = rendered.stack();
    rendered.warnings().forEach(w -> text.append("# ").append(w).append('\n'));
    for (var network : stack.networks().values()) {
      if (!network.external()) line(text, "networks", network.spec());
    }
    for (var payload : stack.payloads()) {
      if (payload.external()) continue;
      var body = payload
          .extra()
          .with("Name", Tree.of(payload.name()))
          .with("Labels", Tree.strings(payload.labels()))
          .with("Data", Tree.of(Base64.getEncoder().encodeToString(payload.content())));
      line(text, payload.kind().name().toLowerCase(Locale.ROOT) + "s", body);
    }
    stack.services().values().forEach(service -> line(text, "services", service.spec()));
  }

  private static void line(StringBuilder text, String kind, Tree.Obj body) {
    text.append('/').append(kind).append("/create ").append(body.canonical()).append('\n');
  }

  private static void write(Path file, String how, String text) throws IOException {
    var out = System.getProperty("skep.corpus.out", "");
    if (out.isEmpty()) return;
    Files.createDirectories(Path.of(out));
    Files.writeString(Path.of(out, how + file.toString().replace('/', '!')), text);
  }
}
