package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller over a folder, on a real engine that others use as well. */
@Tag("alone")
class ControllerIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SLEEPS = "image: \"skep-lab/busybox:1\", command: [sleep, \"600\"]";

  private static final String REPLICAS = "{{.Spec.Mode.Replicated.Replicas}}";

  private final SwarmLab lab = SwarmLab.single();
  private final String unique = UUID.randomUUID().toString().substring(0, 6);
  private final String owner = "it-" + unique;
  private final String web = "web-" + unique;
  private final String other = "other-" + unique;

  @TempDir
  Path folder;

  private Path source;
  private SkepProgram controller;

  @BeforeEach
  void start() throws IOException {
    source = Files.createDirectory(folder.resolve("source"));
  }

  @AfterEach
  void leaveNothing() {
    if (controller != null) controller.close();
    for (var stack : List.of(web, other)) {
      docker("service", "ls", "--quiet", "--filter", "name=" + stack)
          .lines()
          .forEach(id -> docker("service", "rm", id));
    }
  }

  @Test
  void aStackAppearsWhenItsFileDoes() throws IOException {
    controller = controller();

    write(web, 1, "");

    eventually("service of " + web, () -> running(web) == 1);
  }

  @Test
  void aBrokenFileKeepsWhatRunsAndOthersGoOn() throws IOException {
    write(web, 1, "");
    controller = controller();
    eventually("service of " + web, () -> running(web) == 1);
    var before = inspect(web, "{{.ID}} {{.Version.Index}}");

    var file = write(web, 1, ", comand: x");
    write(other, 1, "");

    eventually("service of " + other, () -> running(other) == 1);
    assertThat(inspect(web, "{{.ID}} {{.Version.Index}}")).isEqualTo(before);
    assertThat(controller.err() + controller.out())
        .contains(file + ":2:")
        .contains("services.app.comand: unknown key; did you mean command?");

    write(web, 2, "");
    eventually("the mended " + web, () -> running(web) == 2);
  }

  @Test
  void endsSoonWhenToldAndFreesTheLease() throws IOException {
    write(web, 1, "");
    controller = controller();
    eventually("service of " + web, () -> running(web) == 1);

    assertThat(controller.terminate()).isLessThan(Duration.ofSeconds(4));

    assertThat(controller.end(SOON).exit()).isEqualTo(Exit.DONE);
    var apply = apply(web);
    assertThat(apply.exit()).as(apply.err()).isEqualTo(Exit.DONE);
    assertThat(apply.err()).doesNotContain("waiting for the lease");
    // The lease lasts eight seconds if nobody gives it back.
    assertThat(apply.took()).isLessThan(Duration.ofSeconds(7));
  }

  @Test
  void anApplyThatIsStoppedFreesTheLeaseToo() throws IOException {
    var never = "services: {app: {image: \"skep-lab/no-such-image:1\"}}\n";
    Files.writeString(file(other), never);
    write(web, 1, "");
    try (var stopped = SkepProgram.start(
        lab.host(0), "apply", "--owner", owner, "-f", file(other).toString())) {
      eventually("service of " + other, () -> exists(other));
      assertThat(stopped.terminate()).isLessThan(Duration.ofSeconds(4));
      assertThat(stopped.err()).contains("skep: told to stop");
    }

    var apply = apply(web);

    assertThat(apply.exit()).as(apply.err()).isEqualTo(Exit.DONE);
    assertThat(apply.err()).doesNotContain("waiting for the lease");
  }

  @Test
  void anApplyBesideAControllerIsHeldAndToldWhoHolds() throws IOException {
    write(web, 1, "");
    controller = controller();
    eventually("service of " + web, () -> running(web) == 1);

    var apply = apply(web);

    assertThat(apply.exit()).isEqualTo(Exit.HELD);
    assertThat(apply.err())
        .contains("-" + controller.pid() + "-")
        .contains("is at work on this Swarm as owner " + owner);
  }

  @Test
  void whatOthersChangeIsRepaired() throws IOException {
    write(web, 1, "");
    controller = controller();
    eventually("service of " + web, () -> running(web) == 1);

    docker("service", "scale", "--detach", name(web) + "=3");
    repaired("docker service scale", () -> inspect(web, REPLICAS).equals("1"));

    var id = inspect(web, "{{.ID}}");
    docker("service", "rm", name(web));
    repaired("docker service rm", () -> exists(web) && !inspect(web, "{{.ID}}").equals(id));
    eventually("service of " + web, () -> running(web) == 1);
  }

  @Test
  void whatProgramsAreToldIsTheStatusFile() throws IOException {
    write(web, 1, "");
    controller = controller();
    var status = folder.resolve("status/stacks/" + web + ".yaml");
    eventually(
        "a status file that says Ready",
        () -> Files.exists(status) && Files.readString(status).contains("phase: Ready"));

    var one = get("stack", web, "-o", "yaml");
    assertThat(lasting(one.out())).isEqualTo(lasting(Files.readString(status)));

    var list = new ObjectMapper().readTree(get("services", "-o", "json").out());
    assertThat(list.at("/kind").asText()).isEqualTo("List");
    assertThat(list.at("/items/0/metadata/name").asText()).isEqualTo(name(web));
    assertThat(list.at("/items/0/status/tasks").asText()).isEqualTo("1/1");
  }

  /** Without who says so, and what one look cannot tell: since when, and against which files. */
  private static String lasting(String document) {
    return document
        .replaceAll("^# .*\n", "")
        .replaceAll("(?s)\n  observedAt.*", "")
        .replaceAll("\n +- .type: (?!Ready)[^}]*}", "")
        .replaceAll(",\\s+lastTransitionTime: [^,}\n]*", "");
  }

  @Test
  void theOwnerThatTheFolderNamesIsWaitedForAndKept() throws IOException {
    var settings = Files.writeString(source.resolve("skep.yml"), "owner: [\n");
    write(web, 1, "");
    controller = controllerOf(List.of());
    eventually("a word on what is missing", () -> controller.err().contains("or give --owner"));

    Files.writeString(settings, "owner: " + owner + "\n");
    eventually("service of " + web, () -> running(web) == 1);
    assertThat(inspect(web, "{{index .Spec.Labels \"dev.skep.owner\"}}")).isEqualTo(owner);

    Files.writeString(settings, "owner: other-" + owner + "\n");
    write(web, 2, "");
    var status = folder.resolve("status/controller.yaml");
    var fault = "but was " + owner + " when the controller started";
    eventually("a fault", () -> Files.exists(status) && Files.readString(status).contains(fault));
    assertThat(inspect(web, REPLICAS)).isEqualTo("1");
  }

  @Test
  void servicesOfOthersAreLeftAlone() throws IOException {
    docker(
        "service",
        "create",
        "--detach",
        "--name",
        name(other),
        "--no-resolve-image",
        "skep-lab/busybox:1",
        "sleep",
        "600");
    var before = inspect(other, "{{.ID}} {{.Version.Index}} {{json .Spec}}");
    write(web, 1, "");
    controller = controller();
    eventually("service of " + web, () -> running(web) == 1);

    write(web, 2, "");

    eventually("two of " + web, () -> running(web) == 2);
    assertThat(inspect(other, "{{.ID}} {{.Version.Index}} {{json .Spec}}")).isEqualTo(before);
  }

  @Test
  void aServiceOfTheSameNameByStackDeployIsNotTouchedAndToldOf() throws IOException {
    var file = write(web, 1, "");
    deployByHand(file);
    var before = inspect(web, "{{.ID}} {{.Version.Index}} {{json .Spec}}");
    write(web, 2, "");
    controller = controller();
    write(other, 1, "");
    eventually("service of " + other, () -> running(other) == 1);

    assertThat(get("stacks").out().lines().filter(line -> line.startsWith(web)))
        .singleElement()
        .asString()
        .contains("Blocked", "service " + name(web) + " exists and is not ours");
    assertThat(inspect(web, "{{.ID}} {{.Version.Index}} {{json .Spec}}")).isEqualTo(before);

    controller.terminate();
    var apply = apply(web);
    assertThat(apply.exit()).isEqualTo(Exit.HELD);
    assertThat(apply.err()).contains("service " + name(web) + " exists and is not ours");
    assertThat(inspect(web, "{{.ID}} {{.Version.Index}} {{json .Spec}}")).isEqualTo(before);
  }

  /** As somebody would who does not know of Skep; the file is carried into the node. */
  private void deployByHand(Path file) throws IOException {
    var script = "cat > /tmp/%s.yml <<'END'\n%s\nEND\n"
        + "docker stack deploy --resolve-image never -c /tmp/%s.yml %s";
    lab.exec(0, "sh", "-c", script.formatted(web, Files.readString(file), web, web));
  }

  private SkepProgram.Ended get(String... what) {
    var all = new ArrayList<>(List.of("get", "--owner", owner));
    all.addAll(List.of(what));
    return SkepProgram.run(lab.host(0), all.toArray(String[]::new));
  }

  private SkepProgram controller() {
    return controllerOf(List.of("--owner", owner));
  }

  private SkepProgram controllerOf(List<String> whom) {
    var status = folder.resolve("status").toString();
    var all =
        new ArrayList<>(List.of("controller", "--source", source.toString(), "--status", status));
    all.addAll(whom);
    return SkepProgram.start(lab.host(0), all.toArray(String[]::new));
  }

  private SkepProgram.Ended apply(String stack) {
    return SkepProgram.run(
        lab.host(0),
        "apply",
        "--owner",
        owner,
        "--timeout",
        "30s",
        "-f",
        file(stack).toString());
  }

  private Path write(String stack, int replicas, String more) throws IOException {
    var text = "version: \"3.8\"\nservices: {app: {" + SLEEPS + ", deploy: {replicas: " + replicas
        + "}" + more + "}}\n";
    return Files.writeString(file(stack), text);
  }

  private Path file(String stack) {
    return source.resolve(stack + ".stack.yml");
  }

  private static String name(String stack) {
    return stack + "_app";
  }

  private boolean exists(String stack) {
    return !docker("service", "ls", "--quiet", "--filter", "name=" + name(stack))
        .isEmpty();
  }

  private long running(String stack) {
    if (!exists(stack)) return 0;
    return docker("service", "ps", name(stack), "--format", "{{.CurrentState}} {{.DesiredState}}")
        .lines()
        .filter(line -> line.startsWith("Running") && line.endsWith("Running"))
        .count();
  }

  private String inspect(String stack, String format) {
    return docker("service", "inspect", name(stack), "--format", format);
  }

  private String docker(String... arguments) {
    var command = new String[arguments.length + 1];
    command[0] = "docker";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return lab.exec(0, command);
  }

  private void eventually(String what, Callable<Boolean> there) {
    await(what).atMost(SOON).until(there);
  }

  private void repaired(String damage, Callable<Boolean> whole) {
    long from = System.nanoTime();
    await("repair after " + damage)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .until(whole);
    System.out.printf("repaired %d ms after %s%n", (System.nanoTime() - from) / 1_000_000, damage);
  }
}
