package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that the job machine looks at.
 *
 * @param wanted what the manifest asks for; empty when the job is no longer in it
 * @param attempts finished ones of this job, of all runs, oldest first
 * @param services attempt services that carry our mark and this job's name
 * @param named finds a service of any owner by its name
 * @param epoch of the lease that we hold
 */
record JobView(
    String stack,
    String job,
    String owner,
    String incarnation,
    Optional<Wanted> wanted,
    Optional<Held<JobRecord>> record,
    Optional<String> unreadable,
    List<AttemptRecord> attempts,
    List<ObservedService> services,
    Function<String, Optional<ObservedService>> named,
    Function<String, List<ObservedTask>> tasks,
    Function<Optional<String>, Optional<ObservedNode>> node,
    Instant now,
    long epoch) {

  /**
   * @param run id of the run that the run key asks for
   * @param attemptSpec the spec of an attempt service, without name and attempt labels; empty
   *     while what it refers to does not exist yet
   * @param gate what it waits for; empty when it is free to run
   */
  record Wanted(
      String run,
      String runKey,
      JobPolicy policy,
      Optional<Tree.Obj> attemptSpec,
      Optional<Gate> gate) {}

  JobPolicy policy() {
    return wanted.map(Wanted::policy).orElse(JobPolicy.DEFAULT);
  }

  Optional<AttemptRecord> attempt(String run, int number) {
    return attempts.stream()
        .filter(a -> a.run().equals(run) && a.number() == number)
        .findFirst();
  }

  List<AttemptRecord> attemptsOfRun(String run) {
    return attempts.stream().filter(a -> a.run().equals(run)).toList();
  }
}
