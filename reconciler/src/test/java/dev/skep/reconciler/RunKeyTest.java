package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredService;
import dev.skep.model.RunPart;
import dev.skep.model.Tree;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunKeyTest {
  private static final List<String> CONTAINER = List.of("TaskTemplate", "ContainerSpec");
  private static final DesiredService JOB = ShopStack.of("shop:1").services().get("migrate");

  /** Recorded keys must be found again by every later version: this text may never change. */
  @Test
  void theKeyOfThisVersionIsForEver() {
    assertThat(key(UnaryOperator.identity())).isEqualTo("v1-py6txkpytwsfxwcy5zvvy7awky");
  }

  static Stream<UnaryOperator<Tree.Obj>> work() {
    return Stream.of(
        set("Image", Tree.of("shop:2")),
        set("Command", Tree.strings(List.of("sh"))),
        set("Args", Tree.strings(List.of("-x"))),
        set("Env", Tree.strings(List.of("A=b"))),
        set("User", Tree.of("nobody")),
        set("Dir", Tree.of("/srv")),
        set("Mounts", new Tree.Arr(List.of(Tree.Obj.EMPTY.with("Target", Tree.of("/data"))))));
  }

  static Stream<UnaryOperator<Tree.Obj>> surroundings() {
    return Stream.of(
        set("Labels", Tree.strings(Map.of("a", "b"))),
        set("Hostname", Tree.of("here")),
        spec -> spec.with("Labels", Tree.strings(Map.of("a", "b"))),
        spec -> spec.with(List.of("TaskTemplate", "Networks"), new Tree.Arr(List.of())),
        spec -> spec.with(
            List.of("TaskTemplate", "Placement", "Constraints"),
            Tree.strings(List.of("node.role==manager"))),
        spec ->
            spec.with(List.of("TaskTemplate", "Resources", "Limits", "NanoCPUs"), Tree.of(1000)),
        spec -> spec.with(List.of("TaskTemplate", "LogDriver", "Name"), Tree.of("syslog")),
        spec -> spec.with(List.of("TaskTemplate", "RestartPolicy", "Delay"), Tree.of(7)));
  }

  @ParameterizedTest
  @MethodSource("work")
  void whatTheJobDoesCounts(UnaryOperator<Tree.Obj> change) {
    assertThat(key(change)).isNotEqualTo(key(UnaryOperator.identity()));
  }

  @ParameterizedTest
  @MethodSource("surroundings")
  void whereAndHowItRunsDoesNot(UnaryOperator<Tree.Obj> change) {
    assertThat(key(change)).isEqualTo(key(UnaryOperator.identity()));
  }

  /** Those of jobs on one task are as they were before there were others. */
  @Test
  void onHowManyTasksCountsWhereThatIsNotOne() {
    var keys = Stream.of(mode("Replicated", 3), mode("Replicated", 4), mode("Global", -1))
        .map(RunKeyTest::key)
        .toList();
    assertThat(keys).doesNotHaveDuplicates().doesNotContain(key(UnaryOperator.identity()));
    assertThat(Stream.of(mode("Replicated", 1), mode("Replicated", 0), mode("Replicated", -1)))
        .allMatch(one -> key(one).equals(key(UnaryOperator.identity())));
    assertThat(key(mode("GlobalJob", -1))).isEqualTo(key(mode("Global", -1)));
    assertThat(key(spec -> spec.with(
            "Mode", Tree.Obj.EMPTY.with(List.of("ReplicatedJob", "TotalCompletions"), Tree.of(3)))))
        .isEqualTo(key(mode("Replicated", 3)));
  }

  private static UnaryOperator<Tree.Obj> mode(String mode, int replicas) {
    var of = replicas < 0 ? Tree.Obj.EMPTY : Tree.Obj.EMPTY.with("Replicas", Tree.of(replicas));
    return spec -> spec.with("Mode", Tree.Obj.EMPTY.with(mode, of));
  }

  @Test
  void whatHasChangedIsToldInWords() {
    var digest = "@sha256:" + "0123456789abcdef".repeat(4);
    var before = Map.of(RunPart.IMAGE, "shop:1" + digest, RunPart.ENV, "a", RunPart.USER, "b");
    var now = Map.of(RunPart.IMAGE, "shop:2", RunPart.ENV, "c", RunPart.USER, "b");
    assertThat(RunKeys.changes(before, now))
        .isEqualTo("image shop:1@sha256:01234567 -> shop:2, env");
    var three = Map.of(RunPart.IMAGE, "shop:2", RunPart.TASKS, "3");
    var all = Map.of(RunPart.IMAGE, "shop:2", RunPart.TASKS, "global");
    var one = Map.of(RunPart.IMAGE, "shop:2");
    assertThat(RunKeys.changes(one, three)).isEqualTo("tasks 1 -> 3");
    assertThat(RunKeys.changes(three, all)).isEqualTo("tasks 3 -> global");
    assertThat(RunKeys.changes(Map.of(), now)).isEqualTo("what it ran before is not known");
  }

  private static UnaryOperator<Tree.Obj> set(String field, Tree value) {
    var path = Stream.concat(CONTAINER.stream(), Stream.of(field)).toList();
    return spec -> spec.with(path, value);
  }

  private static String key(UnaryOperator<Tree.Obj> change) {
    var changed =
        new DesiredService(JOB.name(), change.apply(JOB.spec()), JOB.dependsOn(), JOB.job());
    return RunKey.v1(ShopStack.of("shop:1"), changed, EnumSet.allOf(RunPart.class));
  }
}
