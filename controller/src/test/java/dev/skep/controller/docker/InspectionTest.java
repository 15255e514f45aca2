package dev.skep.controller.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private static final Instant ASKED = Instant.parse("2026-11-22T10:00:00Z");

  private static Tree.Obj json(String text) {
    return (Tree.Obj) Json.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  @Test
  void theEnginesClockIsThatOfTheMiddleOfItsAnswer() {
    var info = json("""
        {"Name": "n", "ServerVersion": "28.0", "SystemTime": "2026-11-22T11:00:03.5+01:00",
         "Swarm": {"LocalNodeState": "active", "ControlAvailable": true}}""");
    assertThat(EngineSight.of(info, "1.48", ASKED, Duration.ofSeconds(1)))
        .isEqualTo(new EngineSight(
            "n",
            "28.0",
            "1.48",
            "active",
            true,
            "",
            Duration.ofSeconds(1),
            Optional.of(Duration.ofSeconds(3))));
  }

  @Test
  void whatAnEngineDoesNotSayIsNotMadeUp() {
    var sight = EngineSight.of(json("{\"SystemTime\": \"noon\"}"), "1.48", ASKED, Duration.ZERO);
    assertThat(sight.state()).isEqualTo("inactive");
    assertThat(sight.manager()).isFalse();
    assertThat(sight.ahead()).isEmpty();
  }

  @Test
  void aManagerIsOneByItsRoleAlsoWhenNobodyHearsOfIt() {
    var lost = json("""
        {"Spec": {"Role": "manager", "Availability": "active"}, "Description": {"Hostname": "b"},
         "Status": {"State": "down"}, "ManagerStatus": {"Reachability": "unreachable"}}""");
    assertThat(NodeSight.of(lost))
        .isEqualTo(
            new NodeSight("b", "down", "active", Optional.of(new NodeSight.Manager(false, false))));
    var worker = json("{\"Spec\": {\"Role\": \"worker\"}, \"Description\": {\"Hostname\": \"w\"}}");
    assertThat(NodeSight.of(worker).manager()).isEmpty();
  }
}
