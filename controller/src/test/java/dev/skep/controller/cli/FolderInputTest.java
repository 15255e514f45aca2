package dev.skep.controller.cli;

import static dev.skep.proxy.StubEngine.complaint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.proxy.StubEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of several good and several bad stacks: all is told at once, and nothing is begun. */
@Timeout(60)
class FolderInputTest {
  private static final String BUSYBOX = "services:\n  web:\n    image: busybox\n";
  private static final String JOB =
      "  migrate: {image: busybox, deploy: {labels: {dev.skep.job: \"true\"}}}\n";
  private static final String DOCUMENT =
      "apiVersion: skep.dev/v1\nkind: Stack\nmetadata: {name: %s}\nspec: {compose: [%s]}\n";

  private static final Map<String, String> GOOD = Map.of(
      "stacks/blog/compose.yaml",
      BUSYBOX + JOB,
      "stacks/mail.stack.yml",
      BUSYBOX,
      "stacks/intra/stack.yaml",
      DOCUMENT.formatted("wiki", "../../base.yaml"),
      "base.yaml",
      BUSYBOX);

  private static final Map<String, String> BAD = Map.of(
      "stacks/crm/compose.yaml", BUSYBOX,
      "stacks/crm/docker-stack.yml", BUSYBOX,
      "stacks/desk/stack.yaml", DOCUMENT.formatted("_desk", "compose.yaml, gone.yaml"),
      "stacks/desk/compose.yaml", BUSYBOX + "    tty: perhaps\n",
      "stacks/shop.stack.yml", BUSYBOX + "    comand: [x]\n    deploy: {replicas: many}\n",
      "stacks/twin1/compose.yaml", "name: twin\n" + BUSYBOX,
      "stacks/twin2/compose.yaml", "name: twin\n" + BUSYBOX);

  private static final List<String> PROBLEMS = List.of(
      "crm/compose.yaml:1:1: the folder holds compose.yaml and docker-stack.yml; keep one of them",
      "desk/compose.yaml:4:10: services.web.tty: expected true or false, found the text"
          + " \"perhaps\"",
      "desk/stack.yaml:3:12: the stack name \"_desk\" cannot be used; write letters, digits, - and"
          + " _, a letter or digit first, at most 61 characters",
      "desk/stack.yaml:4:32: spec.compose: the file \"gone.yaml\" does not exist; it was looked for"
          + " at @/desk/gone.yaml",
      "shop.stack.yml:4:5: services.web.comand: unknown key; did you mean command?",
      "shop.stack.yml:5:24: services.web.deploy.replicas: expected a whole number, found the text"
          + " \"many\"",
      "twin1/compose.yaml:1:1: the stack name \"twin\" is also that of @/twin2/compose.yaml:1:1;"
          + " none of them is used, rename one",
      "twin2/compose.yaml:1:1: the stack name \"twin\" is also that of @/twin1/compose.yaml:1:1;"
          + " none of them is used, rename one");

  @TempDir
  Path folder;

  private StubEngine engine;

  @BeforeEach
  void engineThatMustNotBeAsked() throws IOException {
    engine = StubEngine.unix(folder.resolve("e.sock"), request -> complaint(500, "asked"));
    Files.createDirectory(folder.resolve(".git"));
    for (var files : List.of(GOOD, BAD)) {
      for (var file : files.entrySet()) {
        var path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
  }

  @AfterEach
  void nobodyAskedIt() {
    assertThat(engine.connections()).isZero();
    engine.close();
  }

  private CommandRun run(String command, String... arguments) {
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    all.add(folder.resolve("stacks").toString());
    return CommandRun.of(all);
  }

  private List<String> problems(CommandRun run) {
    var stacks = folder.resolve("stacks").toString();
    return run.problems().stream()
        .map(p -> p.replaceFirst("^" + stacks + "/", "").replace(stacks, "@"))
        .toList();
  }

  private static List<String> good(CommandRun run) {
    return run.out()
        .lines()
        .map(line -> line.replaceFirst("[a-z2-7]{12}$", "REVISION"))
        .toList();
  }

  @Test
  void validateTellsAllProblemsAndCallsTheOthersGood() {
    var run = run("validate");
    assertThat(problems(run)).containsExactlyElementsOf(PROBLEMS);
    assertThat(good(run))
        .containsExactly(
            "stack blog: good, 1 services, 1 jobs, revision REVISION",
            "stack mail: good, 1 services, 0 jobs, revision REVISION",
            "stack wiki: good, 1 services, 0 jobs, revision REVISION");
    assertThat(run.exit()).isEqualTo(Exit.BAD_INPUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "diff", "apply --dry-run"})
  void nothingIsBegunForTheGoodOnesEither(String command) {
    var words = Stream.concat(
            Stream.of(command.split(" ")).skip(1), Stream.of("--host", engine.host(), "-f"))
        .toArray(String[]::new);
    var run = run(command.split(" ")[0], words);
    assertThat(problems(run)).containsExactlyElementsOf(PROBLEMS);
    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.BAD_INPUT);
  }

  @Test
  void aFolderOfGoodOnesIsGood() throws IOException {
    for (var file : BAD.keySet()) Files.delete(folder.resolve(file));
    var run = run("validate");
    assertThat(run.problems()).isEmpty();
    assertThat(good(run)).hasSize(3).allMatch(line -> line.contains(": good, "));
    assertThat(run.exit()).isEqualTo(Exit.DONE);
  }
}
