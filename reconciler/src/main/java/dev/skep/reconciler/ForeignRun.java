package dev.skep.reconciler;

import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A service of a job's plain name that is not ours, such as {@code docker stack deploy} makes.
 *
 * @param live it runs, or the engine may run it again
 * @param completed its task that did the work, if it did; the newest, if all of several did
 */
record ForeignRun(ObservedService service, boolean live, Optional<ObservedTask> completed) {

  /**
   * @param sameWork whether its spec does what the job does
   */
  static ForeignRun of(ObservedService service, List<ObservedTask> tasks, boolean sameWork) {
    boolean live = tasks.isEmpty()
        ? service.replicas().orElse(1L) > 0
        : !tasks.stream().allMatch(ForeignRun::over);
    boolean done = sameWork && !live && complete(Width.of(service.spec()), tasks);
    var newest = tasks.stream().max(Comparator.comparing(ObservedTask::createdAt));
    return new ForeignRun(service, live, newest.filter(t -> done));
  }

  private static boolean complete(Width width, List<ObservedTask> tasks) {
    var newest = width.newest(tasks);
    return newest.size() >= width.tasks()
        && newest.stream().allMatch(t -> t.state() == TaskState.COMPLETE);
  }

  /**
   * A task that the engine replaces is replaced in the transaction that gives it up, so one that is
   * given up and has no live successor stays the last.
   */
  static boolean over(ObservedTask task) {
    return task.state().terminal() && !task.wanted();
  }
}
