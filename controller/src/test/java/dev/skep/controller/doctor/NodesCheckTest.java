package dev.skep.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.docker.NodeSight;
import dev.skep.controller.docker.NodeSight.Manager;
import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodesCheckTest {
  private static NodeSight manager(String name, boolean leader, boolean reachable) {
    return new NodeSight(name, "ready", "active", Optional.of(new Manager(leader, reachable)));
  }

  private static NodeSight worker(String name, String state) {
    return new NodeSight(name, state, "active", Optional.empty());
  }

  private static Finding managers(List<NodeSight> nodes) {
    return NodesCheck.of(nodes).getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | OK   | 1, and none that takes over when it is lost",
        "2 | WARN | 2 are a trap: when either of them is lost, nothing can be changed any more",
        "3 | OK   | 3 in touch; 1 can be lost",
        "4 | OK   | 4 in touch; 1 can be lost, no more than with 3",
        "5 | OK   | 5 in touch; 2 can be lost"
      })
  void saysHowManyManagersCanBeLost(int count, Grade grade, String said) {
    var nodes = new ArrayList<NodeSight>();
    for (int i = 0; i < count; i++) nodes.add(manager("m" + i, i == 0, true));
    assertThat(managers(nodes).grade()).isEqualTo(grade);
    assertThat(managers(nodes).said()).isEqualTo(said);
  }

  @Test
  void aManagerThatDoesNotAnswerFails() {
    var nodes =
        List.of(manager("a", true, true), manager("b", false, false), manager("c", false, true));
    assertThat(managers(nodes).grade()).isEqualTo(Grade.FAIL);
    assertThat(managers(nodes).said()).isEqualTo("of 3 no answer from b");
    assertThat(managers(nodes).mend()).contains("docker node demote b && docker node rm b");
  }

  @Test
  void withoutALeaderNothingCanBeChanged() {
    assertThat(managers(List.of(manager("a", false, true))).said())
        .isEqualTo("none of 1 leads: nothing can be changed");
  }

  @Test
  void managersThatTakeNoTasksRunNoController() {
    var drained = new NodeSight("a", "ready", "drain", Optional.of(new Manager(true, true)));
    assertThat(managers(List.of(drained, worker("w", "ready"))).grade()).isEqualTo(Grade.WARN);
  }

  @Test
  void nodesThatAreDownAreNamed() {
    var found = NodesCheck.of(
            List.of(manager("a", true, true), worker("y", "down"), worker("x", "unknown")))
        .get(1);
    assertThat(found.grade()).isEqualTo(Grade.WARN);
    assertThat(found.said()).startsWith("of 3 not ready: x y;");
  }
}
