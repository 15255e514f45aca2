package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.cli.SkepProgram;
import dev.skep.controller.cli.SkepProgram.Ended;
import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code skep doctor} on a Swarm that is well, and on one that is not. */
class DoctorIT {
  private final SwarmLab lab = SwarmLab.single();
  private final String owner = "doctor-" + UUID.randomUUID().toString().substring(0, 4);

  @TempDir
  private Path folder;

  @AfterEach
  void clear() {
    for (var kind : List.of("service", "config")) {
      lab.exec(
          0,
          "sh",
          "-c",
          "docker " + kind + " ls -q --filter label=dev.skep.owner=" + owner + " | xargs -r docker "
              + kind + " rm");
    }
  }

  private Ended doctor(String... more) {
    var all = new ArrayList<>(List.of("doctor", "--owner", owner, "--resolve-image", "never"));
    all.addAll(List.of(more));
    return SkepProgram.run(lab.host(0), all.toArray(String[]::new));
  }

  private String configs() {
    return lab.exec(0, "docker", "config", "ls", "-q", "--filter", "label=dev.skep.owner=" + owner);
  }

  @Test
  void aSwarmThatIsWellIsSaidToBe() throws IOException {
    var source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(source.resolve(owner + ".stack.yml"), """
        services:
          web: {image: "skep-lab/busybox:1", command: [sleep, "3600"], stop_grace_period: 1s}
        """);
    try (var controller = SkepProgram.start(
        lab.host(0),
        "controller",
        "--owner",
        owner,
        "--resolve-image",
        "never",
        "--source",
        source.toString(),
        "--status",
        folder.resolve("status").toString())) {
      await("the lease")
          .atMost(Duration.ofMinutes(1))
          .until(() -> doctor().out().contains("has it, and renewed it within"));

      var well = doctor("--source", source.toString());

      assertThat(controller.err()).doesNotContain("defect");
      assertThat(well.exit()).as(well.out()).isZero();
      assertThat(well.err()).isEmpty();
      assertThat(well.out().lines().map(DoctorIT::head))
          .contains(
              "ok engine",
              "ok swarm",
              "ok clock",
              "ok managers",
              "ok nodes",
              "ok rights",
              "ok records",
              "ok lease",
              "ok stacks",
              "ok one-shots",
              "ok registry",
              "ok source",
              "warn controllers");
    }
  }

  /** Grade and what it is about. */
  private static String head(String line) {
    var words = line.strip().split(" +");
    return words.length < 3 ? line : words[1] + " " + words[2];
  }

  @Test
  void eachThingThatIsWrongIsToldWithItsMend() {
    lab.exec(
        0,
        "sh",
        "-c",
        "echo - | docker config create --label dev.skep.owner=" + owner
            + " --label dev.skep.kind=job --label dev.skep.head=true --label dev.skep.stack=shop"
            + " --label dev.skep.job=migrate " + owner + "-damaged -");
    var before = configs();

    var told = doctor("--source", "file://" + folder + "/none.git");

    assertThat(told.exit()).as(told.out()).isEqualTo(1);
    assertThat(told.out())
        .contains(
            "config " + owner + "-damaged (job of shop_migrate) cannot be read",
            "mend: if a newer Skep wrote it, use one as new; else say what is true of its work:"
                + " skep resolve job shop_migrate --as",
            "/none.git: not found",
            "nobody is at work as owner " + owner);
    assertThat(doctor("-o", "json").out())
        .contains("\"grade\" : \"Fail\"", "\"kind\" : \"Diagnosis\"");
    assertThat(configs()).isEqualTo(before);
  }

  @Test
  void anEngineThatIsNotThereHidesNothingElse() {
    var host = "unix://" + folder.resolve("none.sock");
    var told = SkepProgram.run(host, "doctor", "--source", folder.toString());
    assertThat(told.exit()).isEqualTo(5);
    assertThat(told.out()).contains("no engine at " + host, " the rest ", " source ");
  }
}
