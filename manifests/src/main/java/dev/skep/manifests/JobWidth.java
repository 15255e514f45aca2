package dev.skep.manifests;

import dev.skep.model.Tree;
import java.util.Optional;
import java.util.OptionalLong;

/** On how many tasks a job runs in one attempt, as its spec says it. */
final class JobWidth {
  private final Fields deploy;
  private final Problems problems;

  private JobWidth(Fields deploy, Problems problems) {
    this.deploy = deploy;
    this.problems = problems;
  }

  /**
   * Writes the mode of a job. One task is what a spec without a number means, so that the spec of a
   * job says no more than it did before jobs had any.
   *
   * @param scheduled 0 says that nothing runs but at its slots
   */
  static void write(
      Fields deploy,
      Draft draft,
      boolean scheduled,
      Optional<CronjobLabels> cronjob,
      Problems problems) {
    var width = new JobWidth(deploy, problems);
    if (everywhere(deploy.text("mode").orElse(""))) {
      draft.keep("Mode.Global", Tree.Obj.EMPTY);
      return;
    }
    draft.keep("Mode.Replicated", Tree.Obj.EMPTY);
    var tasks = cronjob
        .map(labels -> OptionalLong.of(labels.replicas()))
        .orElseGet(() -> width.replicas(scheduled));
    tasks.stream()
        .filter(n -> n > 1)
        .forEach(n -> draft.keep("Mode.Replicated.Replicas", Tree.of(n)));
  }

  /** One task on every node that suits. */
  static boolean everywhere(String mode) {
    return mode.equals("global") || mode.equals("global-job");
  }

  private OptionalLong replicas(boolean scheduled) {
    var replicas = deploy.natural("replicas");
    if (replicas.equals(OptionalLong.of(0)) && !scheduled) {
      problems.error(
          deploy.place("replicas"),
          deploy.path("replicas") + ": a job on no task never runs; write 1 or more, or delete the"
              + " line, and to hold the job back write x-skep: {job: {suspend: true}}");
    }
    return replicas;
  }
}
