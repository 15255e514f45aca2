package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final String OWNER = "team";
  private final FakeSwarm swarm = new FakeSwarm();

  private void config(String name, Map<String, String> labels) {
    var all = new HashMap<>(labels);
    all.putIfAbsent(Labels.OWNER, OWNER);
    swarm.createPayload(Kind.CONFIG, name, all, new byte[] {'-'}, Tree.Obj.EMPTY);
  }

  private String attemptService(String name, long replicas) {
    var labels = Map.of(Labels.OWNER, OWNER, Labels.KIND, "attempt");
    return swarm
        .createService(Tree.Obj.EMPTY
            .with("Name", Tree.of(name))
            .with("Labels", Tree.strings(labels))
            .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("x"))
            .with(List.of("Mode", "Replicated", "Replicas"), Tree.of(replicas)))
        .get();
  }

  private Audit audit() {
    return Audit.of(swarm, OWNER).get();
  }

  @Test
  void nothingIsThereAtFirst() {
    assertThat(audit()).isEqualTo(new Audit(0, 0, List.of(), List.of(), false));
  }

  @Test
  void whatCannotBeReadIsNamedWithWhy() {
    config("skep-x", Map.of(Labels.KIND, "job", Labels.STACK, "shop", Labels.JOB, "migrate"));
    assertThat(audit().damaged())
        .containsExactly(new Audit.Damage(
            "skep-x", "job", "shop_migrate", "format null is not one this version knows"));
  }

  @Test
  void othersAndPlainConfigsAreNoRecords() {
    config("theirs", Map.of(Labels.KIND, "job", Labels.OWNER, "other"));
    config("shop_conf", Map.of(Labels.PAYLOAD, "x"));
    assertThat(audit().records()).isZero();
  }

  @Test
  void logsCountWithWhatTheyHold() {
    config("log", Map.of(Labels.KIND, "log", Labels.ATTEMPT, "1", RecordCodec.BYTES, "9000"));
    assertThat(audit().bytes()).isBetween(9000L, 10_000L);
    assertThat(audit().damaged()).isEmpty();
  }

  @Test
  void onlyAnInertServiceThatNoRecordNamesIsLeftOver() {
    attemptService("left", 0);
    attemptService("runs", 1);
    var named = attemptService("named", 0);
    config("job", Map.of(Labels.KIND, "job", RecordCodec.SERVICE, named));
    assertThat(audit().leftOver()).containsExactly("left");
  }
}
