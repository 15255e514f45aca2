package dev.skep.controller.oneoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunSpecTest {
  private static final Request.Resources NO_RESOURCES = new Request.Resources(
      OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  private static final Request.Care ATTACHED =
      new Request.Care.Attached(Optional.of(Duration.ofMinutes(10)));

  private static Tree.Obj spec(
      Request.Care care, Request.Resources resources, List<PayloadUse> payloads) {
    var program = new Request.Program(
        "busybox:1",
        Optional.of("/bin/sh"),
        List.of("-c", "exit 3"),
        List.of("A=1"),
        Optional.of("7:8"),
        Optional.of("/srv"),
        Optional.of("here"));
    var request = new Request(
        "run-x",
        program,
        List.of("shop_default"),
        List.of(MountForm.parse("type=bind,src=/a,dst=/b,ro").get()),
        payloads,
        List.of("node.role==worker"),
        resources,
        Map.of("team", "shop"),
        false,
        care);
    return RunSpec.of(request, "mark", (kind, name) -> "id-of-" + name);
  }

  @Test
  void anAttachedJobIsNeverRestartedAndAControllersOnlyWhenItIsLeftBehind() {
    var spec = spec(ATTACHED, NO_RESOURCES, List.of());

    assertThat(spec.strings("Labels"))
        .isEqualTo(Map.of(
            "team", "shop",
            "dev.skep.run", "mark",
            "dev.skep.kind", "run",
            "dev.skep.job", "true",
            "dev.skep.ttl", "600s"));
    assertThat(spec.object("TaskTemplate", "RestartPolicy"))
        .isEqualTo(Tree.strings(Map.of("Condition", "none")));
    assertThat(spec.number("Mode", "Replicated", "Replicas")).hasValue(1);
    assertThat(spec.text("UpdateConfig", "FailureAction")).contains("continue");
  }

  @Test
  void whatIsToStayIsNoControllers() {
    var kept = spec(new Request.Care.Attached(Optional.empty()), NO_RESOURCES, List.of());

    assertThat(kept.strings("Labels"))
        .isEqualTo(Map.of("team", "shop", "dev.skep.run", "mark", "dev.skep.kind", "run"));
  }

  @Test
  void aDetachedJobIsAControllersToRecordAndToRemove() {
    var spec = spec(new Request.Care.Detached(2, "10m"), NO_RESOURCES, List.of());

    assertThat(spec.strings("Labels"))
        .containsEntry("dev.skep.job", "true")
        .containsEntry("dev.skep.ttl", "10m")
        .doesNotContainKeys("dev.skep.kind", "dev.skep.owner");
    assertThat(spec.text("TaskTemplate", "RestartPolicy", "Condition")).contains("on-failure");
    assertThat(spec.number("TaskTemplate", "RestartPolicy", "MaxAttempts")).hasValue(2);
  }

  @Test
  void whatRunsIsWhatTheFlagsSay() {
    var secret =
        PayloadUse.parse(Kind.SECRET, "source=key,target=api,mode=0400").get();
    var task = spec(ATTACHED, NO_RESOURCES, List.of(secret)).object("TaskTemplate");

    assertThat(task.object("ContainerSpec"))
        .isEqualTo(Tree.parse("{\"Args\":[\"-c\",\"exit 3\"],\"Command\":[\"/bin/sh\"],"
            + "\"Dir\":\"/srv\",\"Env\":[\"A=1\"],\"Hostname\":\"here\",\"Image\":\"busybox:1\","
            + "\"Mounts\":[{\"ReadOnly\":true,\"Source\":\"/a\",\"Target\":\"/b\","
            + "\"Type\":\"bind\"}],\"Secrets\":[{\"File\":{\"GID\":\"0\",\"Mode\":256,"
            + "\"Name\":\"api\",\"UID\":\"0\"},\"SecretID\":\"id-of-key\",\"SecretName\":\"key\"}],"
            + "\"User\":\"7:8\"}"));
    assertThat(task.array("Networks"))
        .containsExactly(Tree.strings(Map.of("Target", "shop_default")));
    assertThat(task.array("Placement", "Constraints"))
        .containsExactly(Tree.of("node.role==worker"));
  }

  @Test
  void amountsAreSentAsGiven() {
    var some = new Request.Resources(
        OptionalLong.of(500_000_000),
        OptionalLong.of(1 << 20),
        OptionalLong.empty(),
        OptionalLong.of(7));
    assertThat(spec(ATTACHED, some, List.of()).object("TaskTemplate", "Resources"))
        .isEqualTo(Tree.parse("{\"Limits\":{\"MemoryBytes\":1048576,\"NanoCPUs\":500000000},"
            + "\"Reservations\":{\"MemoryBytes\":7}}"));
  }
}
