package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.cli.SkepProgram;
import dev.skep.controller.cli.SkepProgram.Ended;
import dev.skep.lab.SwarmLab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Skep's own service, put on a Swarm by its own command; what runs in it is of no concern here. */
class SelfInstallIT {
  private static final String SECRETS = "{{json .Spec.TaskTemplate.ContainerSpec.Secrets}}";
  private static SwarmLab lab;

  @BeforeAll
  static void start() {
    lab = SwarmLab.start(1);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  private static Ended install(String... more) {
    var all = new ArrayList<>(List.of(
        "install",
        "--apply",
        "--source",
        "https://git.example/x.git",
        "--image",
        "skep-lab/busybox:1",
        "--resolve-image",
        "never"));
    all.addAll(List.of(more));
    return SkepProgram.run(lab.host(0), all.toArray(String[]::new));
  }

  private static String inspect(String format) {
    return lab.exec(0, "docker", "service", "inspect", "--format", format, "skep_controller");
  }

  @Test
  void installsOnceAndFollowsTheFlags() {
    var refused = install("--git-token", "--webhook");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err().lines().filter(l -> l.contains("does not exist; make it: ")))
        .hasSize(2);
    assertThat(lab.exec(0, "docker", "service", "ls", "-q")).isEmpty();

    var first = install();
    assertThat(first.out())
        .isEqualTo("network skep_default created\nservice skep_controller created\n");
    assertThat(first.err()).contains("2 controllers on 1 manager");
    assertThat(inspect("{{json .Spec.Labels}}")).doesNotContain("dev.skep.owner");
    var version = inspect("{{.Version.Index}}");

    assertThat(install().out()).isEqualTo("service skep_controller unchanged\n");
    assertThat(inspect("{{.Version.Index}}")).isEqualTo(version);

    lab.exec(0, "sh", "-c", "echo t | docker secret create skep_git_token -");
    assertThat(install("--git-token", "--replicas", "1").out())
        .isEqualTo("service skep_controller updated\n");
    assertThat(inspect(SECRETS)).contains("skep_git_token");
    assertThat(inspect("{{.Spec.Mode.Replicated.Replicas}}")).isEqualTo("1");

    assertThat(install("--replicas", "1").out()).isEqualTo("service skep_controller updated\n");
    assertThat(inspect(SECRETS)).isEqualTo("null");
  }

  @Test
  void whatDockerHasDeployedIsTheSameService() {
    var file = SkepProgram.run(
            "unix:///none",
            "install",
            "--source",
            "https://git.example/x.git",
            "--image",
            "skep-lab/busybox:1")
        .out();
    lab.exec(
        0,
        "sh",
        "-c",
        "cat >/tmp/skep.yml <<'EOF'\n" + file + "EOF\n"
            + "docker stack deploy --resolve-image never -c /tmp/skep.yml other");

    assertThat(install("--stack", "other").out()).isEqualTo("service other_controller unchanged\n");
  }
}
