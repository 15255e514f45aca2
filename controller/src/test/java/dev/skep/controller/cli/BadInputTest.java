package dev.skep.controller.cli;

import static dev.skep.proxy.StubEngine.complaint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.proxy.StubEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input ends with exit code 2, one message for each problem, and an engine left alone. */
@Timeout(60)
class BadInputTest {
  private static final String BUSYBOX = "services:\n  web:\n    image: busybox\n";

  @TempDir
  Path folder;

  private StubEngine engine;

  @BeforeEach
  void engineThatMustNotBeAsked() {
    engine = StubEngine.unix(folder.resolve("e.sock"), request -> complaint(500, "asked"));
  }

  @AfterEach
  void nobodyAskedIt() {
    assertThat(engine.connections()).isZero();
    assertThat(engine.requests()).isEmpty();
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void unknownKey(String command) {
    refuses(
        command,
        BUSYBOX + "    comand: [\"true\"]\n",
        "4:5: services.web.comand: unknown key; did you mean command?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void wrongType(String command) {
    refuses(
        command,
        BUSYBOX + "    deploy:\n      replicas: many\n",
        "5:17: services.web.deploy.replicas: expected a whole number, found the text \"many\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void theDocumentationsExtractAsPrintedLacksItsVolume(String command) throws IOException {
    var whole = Files.readString(Path.of("../manifests/examples/django-postgres/seed.yaml"));
    var extract = whole.substring(0, whole.indexOf("# The documentation's extract leaves"));
    refuses(
        command,
        extract,
        "16:9: services.postgres.volumes: undefined volume \"postgres\", declare it under the"
            + " top-level `volumes:`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void dependencyCycle(String command) {
    refuses(
        command,
        """
        services:
          a: {image: busybox, depends_on: [b]}
          b: {image: busybox, depends_on: [c]}
          c: {image: busybox, depends_on: [a]}
        """,
        "2:36: services.a.depends_on: a cycle, a -> b -> c -> a; none of them could ever start,"
            + " take one arrow away");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void missingEnvFile(String command) {
    refuses(
        command,
        BUSYBOX + "    env_file: web.env\n",
        "4:15: services.web.env_file: the file \"web.env\" does not exist; it was looked for at "
            + folder.resolve("web.env"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void requiredVariableThatIsNotSet(String command) {
    refuses(
        command,
        "services:\n  web:\n    image: busybox:${SKEP_TEST_UNSET:?say which version}\n",
        "3:12: the variable SKEP_TEST_UNSET is required and not set: say which version;"
            + " give it a value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void duplicateKey(String command) {
    refuses(
        command,
        BUSYBOX + "    image: busybox:2\n",
        "4:5: the key \"image\" stands here twice, first in line 3; keep one of them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void fileOverTheLimit(String command) {
    refuses(
        command,
        "#".repeat((1 << 20) + 1),
        "1:1: has 1048577 bytes and may have 1048576; split the stack");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void aliasBomb(String command) {
    var bomb = new StringBuilder("x-a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 20; i++) {
      var nine = String.join(", ", Stream.generate(() -> "*a").limit(9).toList());
      bomb.append("x-a%d: &a%d [%s]\n".formatted(i, i, nine.replace("*a", "*a" + (i - 1))));
    }
    refuses(
        command,
        bomb + BUSYBOX,
        "6:12: more than 100000 values once the aliases are expanded; split the file, or use fewer aliases");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void notYaml(String command) throws IOException {
    refuses(
        command,
        "services: {web: {image: busybox\n",
        "2:1: not valid YAML: while parsing a flow mapping, expected ',' or '}', but got"
            + " <stream end>");
    refuses(
        command,
        "Dear reader,\n",
        "1:1: not a Compose file: expected a mapping with `services:`, found the text \"Dear"
            + " reader,\"");
    var noise = new byte[4096];
    new Random(7).nextBytes(noise);
    var file = Files.write(folder.resolve("stack.yml"), noise);
    told(command, file, file + ":1:1: not text in UTF-8; save the file in that encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void noSuchFile(String command) {
    var file = folder.resolve("nowhere.yml");
    told(command, file, file + ":1:1: there is no such file or folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void twoCandidatesInOneFolder(String command) throws IOException {
    Files.writeString(folder.resolve("compose.yaml"), BUSYBOX);
    Files.writeString(folder.resolve("docker-stack.yml"), BUSYBOX);
    told(
        command,
        folder,
        folder.resolve("compose.yaml")
            + ":1:1: the folder holds compose.yaml and docker-stack.yml; keep one of them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void folderWithoutAStack(String command) {
    told(
        command,
        folder,
        folder + ":1:1: no stack found; put a compose.yaml here or into a subfolder, or a"
            + " NAME.stack.yml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void allProblemsOfAFileAreTold(String command) {
    refuses(
        command,
        BUSYBOX + "    comand: [\"true\"]\n    deploy:\n      replicas: many\n",
        "4:5: services.web.comand: unknown key; did you mean command?",
        "6:17: services.web.deploy.replicas: expected a whole number, found the text \"many\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void oneBadStackAmongGoodOnesIsNamed(String command) throws IOException {
    Files.writeString(folder.resolve("good.stack.yml"), BUSYBOX);
    var bad = folder.resolve("bad.stack.yml");
    Files.writeString(bad, BUSYBOX + "    tty: perhaps\n");

    var run = run(command, folder);

    assertThat(run.exit()).isEqualTo(Exit.BAD_INPUT);
    assertThat(run.problems())
        .containsExactly(
            bad + ":4:10: services.web.tty: expected true or false, found the text \"perhaps\"");
  }

  private void refuses(String command, String text, String... problems) {
    try {
      var file = folder.resolve("stack.yml");
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      told(command, file, Stream.of(problems).map(p -> file + ":" + p).toArray(String[]::new));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void told(String command, Path input, String... problems) {
    var run = run(command, input);
    assertThat(run.problems()).containsExactly(problems);
    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.BAD_INPUT);
    assertThat(run.cpu()).isLessThan(Duration.ofSeconds(2));
  }

  private CommandRun run(String command, Path input) {
    return command.equals("apply")
        ? CommandRun.of("apply", "--host", engine.host(), "-f", input.toString())
        : CommandRun.of("validate", input.toString());
  }
}
