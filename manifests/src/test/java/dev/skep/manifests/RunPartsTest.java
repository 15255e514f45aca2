package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.ExitCodes;
import dev.skep.model.ExitCodes.Effect;
import dev.skep.model.ExitCodes.Range;
import dev.skep.model.ExitCodes.Rule;
import dev.skep.model.RunPart;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPartsTest {
  @TempDir
  Path folder;

  private void refuses(String keys, String... errors) {
    assertThat(new Loading(folder).stack(Loading.job(keys)).errors()).containsExactly(errors);
    assertThat(Schema.COMPOSE.problems(Loading.job(keys))).isNotEmpty();
  }

  @Test
  void mayBeOnePart() {
    assertThat(new Loading(folder).stack(Loading.job("runOn: image")).policy().runOn())
        .containsExactly(RunPart.IMAGE);
  }

  @Test
  void isNotNothing() {
    refuses(
        "runOn: []",
        "stack.yml:5:27: services.app.x-skep.job.runOn: an empty list would never run the job"
            + " again; name parts, or delete it for all");
  }

  @Test
  void isNamedOnceAndByKnownNames() {
    refuses(
        "runOn: [image, image, environment, working_dir, Command, it, [env]]",
        "stack.yml:5:35: services.app.x-skep.job.runOn: image stands here twice; keep one",
        "stack.yml:5:42: services.app.x-skep.job.runOn: \"environment\" is no part of a run; did"
            + " you mean env?",
        "stack.yml:5:55: services.app.x-skep.job.runOn: \"working_dir\" is no part of a run; did"
            + " you mean dir?",
        "stack.yml:5:68: services.app.x-skep.job.runOn: \"Command\" is no part of a run; did you"
            + " mean command?",
        "stack.yml:5:77: services.app.x-skep.job.runOn: \"it\" is no part of a run; write one of"
            + " image, entrypoint, command, env, user, dir, mounts, configs, secrets, tasks",
        "stack.yml:5:81: services.app.x-skep.job.runOn: expected a text, found a list");
  }

  @Test
  void hasAWordForReplicasAndMode() {
    refuses(
        "runOn: [replicas, mode]",
        "stack.yml:5:28: services.app.x-skep.job.runOn: \"replicas\" is no part of a run; did you"
            + " mean tasks?",
        "stack.yml:5:38: services.app.x-skep.job.runOn: \"mode\" is no part of a run; did you mean"
            + " tasks?");
    var read = new Loading(folder).stack(Loading.job("runOn: [tasks]"));
    assertThat(read.policy().runOn()).containsExactly(RunPart.TASKS);
  }

  @Test
  void isReplacedByALaterFileAsTheRulesAre() {
    var later = "services: {app: {x-skep: {job: {runOn: [image], onExitCodes: [{fail: 9}]}}}}";
    var policy = new Loading(folder).stack(PoliciesTest.EVERY_KEY).stack(later).policy();
    assertThat(policy.runOn()).containsExactly(RunPart.IMAGE);
    assertThat(policy.exitCodes())
        .isEqualTo(new ExitCodes(List.of(new Rule(Effect.FAIL, List.of(new Range(9, 9))))));
  }
}
