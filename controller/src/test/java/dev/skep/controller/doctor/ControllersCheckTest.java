package dev.skep.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControllersCheckTest {
  private static final String SOURCE = "SKEP_SOURCE=https://host/x.git";
  private static final Services WELL = Services.controller("skep/controller:0.2", SOURCE);

  private static Finding of(Services... services) {
    var seen = Arrays.stream(services).map(Services::seen).toList();
    return ControllersCheck.of(seen, "skep", Optional.of("0.2")).getFirst();
  }

  @Test
  void thoseOfThisVersionAreWell() {
    assertThat(of(WELL))
        .isEqualTo(
            Finding.ok("controllers", "skep_controller: 2 of 2 run in this command's version"));
  }

  @Test
  void whatRunsSomethingElseIsNoController() {
    assertThat(of(Services.named("web", "nginx:1")).said())
        .isEqualTo("no service of this Swarm runs Skep as owner skep");
  }

  @Test
  void thoseOfAnotherOwnerAreNotOurs() {
    var theirs = Services.controller("skep/controller:0.2", SOURCE, "SKEP_OWNER=prod");
    assertThat(of(theirs).grade()).isEqualTo(Grade.WARN);
    var unnamed = Services.controller("skep/controller:0.2", SOURCE, "SKEP_OWNER=");
    assertThat(of(unnamed).grade()).isEqualTo(Grade.OK);
  }

  @Test
  void noneThatRunsFails() {
    assertThat(of(WELL.tasks(0, 2)).grade()).isEqualTo(Grade.FAIL);
  }

  @Test
  void fewerThanAskedForAreToldOf() {
    assertThat(of(WELL.tasks(1, 2)).grade()).isEqualTo(Grade.WARN);
    assertThat(of(WELL.tasks(1, 2)).said()).isEqualTo("skep_controller: 1 of 2 run");
  }

  @Test
  void anUpdateThatWasTakenBackIsToldOf() {
    assertThat(of(WELL.updated("rollback_completed")).grade()).isEqualTo(Grade.WARN);
    assertThat(of(WELL.updated("paused")).grade()).isEqualTo(Grade.WARN);
    assertThat(of(WELL.updated("completed")).grade()).isEqualTo(Grade.OK);
  }

  @Test
  void anotherVersionIsNamed() {
    assertThat(of(Services.controller("host:5000/skep:0.1@sha256:aa", SOURCE)).said())
        .endsWith("image 0.1; this command is 0.2");
    assertThat(of(Services.controller("host:5000/skep@sha256:aa", SOURCE)).said())
        .endsWith("in which version is not known");
  }
}
