package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.model.DesiredStack;
import dev.skep.model.Tree;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Skep makes of a file, against what it makes of the same file after {@code docker stack
 * config} has read it and written it out: merged, interpolated, typed, every short form long. A
 * difference is a thing that the two read differently. Whatever the CLI takes, Skep takes.
 *
 * <p>Reads the project's own files, and those below {@code -Dskep.corpus}.
 */
class StackConfigParityTest {
  private static final int NEEDED = 23;

  /** What {@code docker stack config} does not look at: the deploy does, or the engine, or we. */
  private static final Pattern LATER = Pattern.compile("image is missing"
      + "|: the file .* (does not exist|cannot be read)"
      + "|full name"
      + "|endpoint_mode: dnsrr publishes only"
      + "|two mounts have the target"
      + "|the least that Swarm takes"
      + "|depends_on\\.\\w+: there is no service"
      + "|placement.constraints"
      + "|^cannot read"
      + "|: undefined (network|secret|config|volume) "
      + "|max_failure_ratio: expected 0 to 1"
      + "|the container's path, is missing"
      + "|cannot stand beside external"
      + "|a job runs once, not on every node"
      + "|is no image reference"
      + "|has no content; write");

  @TempDir
  private Path folder;

  @BeforeAll
  static void aCommandThatCanTell() throws Exception {
    var version = run(Map.of(), Path.of("."), "docker", "--version");
    var major = version.map(v -> v.out().replaceAll("\\D*(\\d+).*\\s*", "$1")).orElse("0");
    assumeTrue(
        major.matches("\\d+") && Integer.parseInt(major) >= NEEDED,
        "docker stack config comes with version " + NEEDED + " of the docker command; found "
            + version.map(Ran::out).orElse("none"));
  }

  @TestFactory
  Stream<DynamicTest> ownFiles() throws Exception {
    var everyKey =
        Path.of(getClass().getResource("/every-key/stack/compose.yaml").toURI());
    return Stream.concat(Stream.of(everyKey), Corpus.yamlBelow(Path.of("examples")).stream())
        .map(file -> DynamicTest.dynamicTest(file.toString(), () -> same(file, Map.of())));
  }

  @TestFactory
  Stream<DynamicTest> filesOfOthers() throws IOException {
    var corpus = Corpus.given();
    assumeTrue(corpus.isPresent(), "name a folder with -Dskep.corpus");
    return Corpus.yamlBelow(corpus.get()).stream()
        .flatMap(file -> Stream.of("plain", "filled")
            .map(how -> DynamicTest.dynamicTest(
                how + " " + corpus.get().relativize(file),
                () -> same(
                    file, how.equals("plain") ? Map.of() : Corpus.variables(corpus.get(), file)))));
  }

  private void same(Path file, Map<String, String> given) throws Exception {
    var variables = new TreeMap<>(given);
    variables.putIfAbsent("HOME", "/root");
    var config = run(
            variables,
            file.toAbsolutePath().getParent(),
            "docker",
            "stack",
            "config",
            "-c",
            file.toAbsolutePath().toString())
        .orElseThrow();
    assumeTrue(config.code() == 0, () -> "the CLI does not take it: " + config.err());
    var ours = load(file, variables);
    var problems = ours.isValid() ? List.<Problem>of() : ours.getError().asJava();
    assertThat(problems.stream()
            .filter(p -> p.severity() == Problem.Severity.ERROR)
            .filter(p -> !LATER.matcher(p.message()).find()))
        .as("the CLI takes it")
        .isEmpty();
    assumeTrue(problems.isEmpty(), () -> "only docker stack deploy would look at: " + problems);
    var theirs = load(beside(file, config.out().replace("$", "$$")), variables);
    assertThat(theirs.isValid() ? List.of() : theirs.getError().asJava()).isEmpty();
    assertThat(bodies(ours.get().stack()))
        .containsExactlyInAnyOrderEntriesOf(bodies(theirs.get().stack()));
  }

  /** Where the files lie that it refers to by relative paths. */
  private Path beside(Path file, String resolved) throws IOException {
    var there = Files.createTempDirectory(folder, "resolved");
    try (var others = Files.list(file.toAbsolutePath().getParent())) {
      for (var other : others.toList()) {
        Files.createSymbolicLink(there.resolve(other.getFileName()), other);
      }
    }
    return Files.writeString(there.resolve("as-resolved.yaml"), resolved);
  }

  private static Validation<Seq<Problem>, Rendered> load(Path file, Map<String, String> variables) {
    return new Manifests()
        .load(new LoadRequest(
            List.of(file),
            Optional.of("st"),
            variables,
            false,
            file.toAbsolutePath().getParent()));
  }

  static Map<String, String> bodies(DesiredStack stack) {
    var out = new TreeMap<String, String>();
    stack.networks().values().stream()
        .filter(n -> !n.external())
        .forEach(n -> out.put("network " + n.name(), n.spec().canonical()));
    stack
        .services()
        .forEach((name, s) -> out.put("service " + name, writable(s.spec()).canonical()));
    for (var payload : stack.payloads()) {
      if (payload.external()) continue;
      var body = payload
          .extra()
          .with("Labels", Tree.strings(payload.labels()))
          .with("Data", Tree.of(Base64.getEncoder().encodeToString(payload.content())));
      var kind = payload.kind().name().toLowerCase(Locale.ROOT);
      out.put(kind + " " + payload.name(), body.canonical());
    }
    return out;
  }

  /** The command does not write out {@code dns: []}, which a deploy sends as an empty part. */
  private static Tree.Obj writable(Tree.Obj spec) {
    var dns = List.of("TaskTemplate", "ContainerSpec", "DNSConfig");
    return spec.at("TaskTemplate", "ContainerSpec", "DNSConfig")
            .filter(Tree::blank)
            .isPresent()
        ? spec.without(dns)
        : spec;
  }

  record Ran(int code, String out, String err) {}

  /** Empty: there is no such program. */
  static Optional<Ran> run(Map<String, String> env, Path in, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(in.toFile());
    builder.environment().keySet().removeIf(k -> !k.equals("PATH"));
    builder.environment().putAll(env);
    var err = Files.createTempFile("docker", ".err");
    builder.redirectError(err.toFile());
    try {
      var process = builder.start();
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
      return Optional.of(new Ran(process.waitFor(), out, Files.readString(err)));
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      Files.delete(err);
    }
  }
}
