package dev.skep.reconciler;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.NewRevision;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One of all the situations that a job can be in: what its record says, what the engine shows, what
 * the manifest wants and what people and policy say. The attempt in question is the second one; the
 * first failed two hours ago.
 */
record JobSituation(Memory memory, Seen seen, Wanted wanted, Rule rule) {
  /** What the records say of the second attempt. */
  enum Memory {
    NOTHING,
    INTENDED,
    INTENDED_BY_AN_OLDER_HOLDER,
    INTENDED_BY_A_NEWER_HOLDER,
    GIVEN_UP,
    NAMED,
    NAMED_BY_AN_OLDER_HOLDER,
    NAMED_BY_A_NEWER_HOLDER,
    FAILED_TO_BE_RETRIED,
    FAILED_FOR_GOOD,
    STOPPED_FOR_ANOTHER_RUN,
    SUCCEEDED_AND_NOT_SAVED,
    SUCCEEDED
  }

  /** What there is under the attempt's name. */
  enum Service {
    ABSENT,
    SOMEBODY_ELSES,
    INERT,
    FENCED_INERT,
    STARTED,
    FENCED
  }

  enum Node {
    UP,
    DOWN,
    GONE
  }

  enum Wanted {
    SAME_RUN,
    OTHER_RUN,
    NOTHING
  }

  /** What people or the policy say; lost nodes are waited for unless it says otherwise. */
  enum Rule {
    PLAIN,
    SUSPENDED,
    CANCELLED,
    DEADLINE_OVER,
    CANCEL_ON_NEW_REVISION,
    RETRY_ON_LOST_NODE,
    FAIL_ON_LOST_NODE
  }

  /** @param task null: none */
  record Seen(Service service, Task task, Node node) {}

  /**
   * @param doomed the engine has given it up, though it is not over
   * @param unseen what became of its container nobody saw
   */
  record Task(TaskState state, boolean doomed, boolean unseen) {
    boolean terminal() {
      return state.terminal();
    }

    boolean placed() {
      return state.ordinal() >= TaskState.ASSIGNED.ordinal();
    }
  }

  /** Each state of a task, and those apart in which more than the state counts. */
  static List<Task> tasks() {
    var out = new ArrayList<Task>();
    for (var state : TaskState.values()) out.add(new Task(state, false, false));
    for (var state :
        List.of(TaskState.NEW, TaskState.PENDING, TaskState.STARTING, TaskState.RUNNING)) {
      out.add(new Task(state, true, false));
    }
    out.add(new Task(TaskState.FAILED, false, true));
    out.add(new Task(TaskState.REJECTED, false, true));
    return out;
  }

  static List<Seen> sights() {
    var out = new ArrayList<Seen>();
    for (var service : Service.values()) out.add(new Seen(service, null, Node.UP));
    for (var service : List.of(Service.STARTED, Service.FENCED)) {
      for (var task : tasks()) {
        for (var node : Node.values()) out.add(new Seen(service, task, node));
      }
    }
    return out;
  }

  static List<JobSituation> all(Memory memory) {
    var out = new ArrayList<JobSituation>();
    for (var seen : sights()) {
      for (var wanted : Wanted.values()) {
        for (var rule : Rule.values()) out.add(new JobSituation(memory, seen, wanted, rule));
      }
    }
    return out;
  }

  JobSituation with(Memory other) {
    return new JobSituation(other, seen, wanted, rule);
  }

  JobStep step() {
    var job = new JobFixture();
    rule(job);
    switch (wanted) {
      case SAME_RUN -> {}
      case OTHER_RUN -> job.otherRun();
      case NOTHING -> job.notWanted();
    }
    remember(job);
    show(job);
    return job.step();
  }

  private void rule(JobFixture job) {
    switch (rule) {
      case PLAIN -> {}
      case SUSPENDED -> job.suspended();
      case CANCELLED -> job.cancelled();
      case DEADLINE_OVER -> job.deadline(Duration.ofHours(1));
      case CANCEL_ON_NEW_REVISION -> job.policy(p -> p.with(NewRevision.CANCEL));
      case RETRY_ON_LOST_NODE ->
        job.policy(JobPolicy.DEFAULT.with(new NodeLost(NodeLost.Kind.RETRY, Duration.ZERO)));
      case FAIL_ON_LOST_NODE -> job.policy(p -> p.with(NodeLost.FAIL));
    }
  }

  private void remember(JobFixture job) {
    if (memory == Memory.NOTHING) return;
    job.attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofHours(2));
    switch (memory) {
      case NOTHING -> {}
      case INTENDED -> job.record(2, null);
      case INTENDED_BY_AN_OLDER_HOLDER -> job.record(2, null).recordOfEpoch(6);
      case INTENDED_BY_A_NEWER_HOLDER -> job.record(2, null).recordOfEpoch(8);
      case GIVEN_UP -> job.record(2, null).givenUp(Reason.SUSPENDED);
      case NAMED -> job.record(2, "s2");
      case NAMED_BY_AN_OLDER_HOLDER -> job.record(2, "s2").recordOfEpoch(6);
      case NAMED_BY_A_NEWER_HOLDER -> job.record(2, "s2").recordOfEpoch(8);
      case FAILED_TO_BE_RETRIED -> ended(job, Result.FAILED, Verdict.RETRY);
      case FAILED_FOR_GOOD -> ended(job, Result.FAILED, Verdict.RUN_FAILED);
      case STOPPED_FOR_ANOTHER_RUN -> ended(job, Result.STOPPED, Verdict.SUPERSEDED);
      case SUCCEEDED_AND_NOT_SAVED -> ended(job, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED);
      case SUCCEEDED ->
        ended(job, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED).record(2, "s2", JobSamples.KEY);
    }
  }

  /** Long enough ago for every pause and every rest to be over. */
  private static JobFixture ended(JobFixture job, Result result, Verdict verdict) {
    return job.record(2, "s2").attempt(2, result, verdict, Duration.ofMinutes(70));
  }

  private void show(JobFixture job) {
    switch (seen.service()) {
      case ABSENT -> {}
      case SOMEBODY_ELSES -> job.foreignService(2);
      case INERT -> job.service("s2", 2, 0);
      case FENCED_INERT -> job.stoppedService("s2", 2, 0, Reason.SUSPENDED);
      case STARTED -> job.service("s2", 2, 1);
      case FENCED -> job.stoppedService("s2", 2, 1, Reason.SUSPENDED);
    }
    switch (seen.node()) {
      case UP -> {}
      case DOWN -> job.nodeDown();
      case GONE -> job.nodeGone();
    }
    var task = seen.task();
    if (task == null) return;
    var state = task.state();
    if (task.doomed()) job.doomedTask("s2", state);
    else if (state == TaskState.REJECTED && !task.unseen()) job.task("s2", state, 0, "pull", null);
    else job.task("s2", state, state == TaskState.FAILED && !task.unseen() ? 1 : 0, "");
  }
}
