package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import java.util.Optional;

/**
 * Attempts whose end is recorded though the engine still wants their task, or would make another: a
 * person said how they ended when their node did not answer, and it came back. They are told to end
 * before anything else begins, for no two shall run at once.
 */
final class Leftovers {
  private Leftovers() {}

  static Optional<JobStep> step(JobView view) {
    for (var service : view.services()) {
      var end = view.attempt(service.label(Labels.RUN).orElse(""), AttemptSpec.number(service));
      if (end.isPresent() && (mayRun(view, service) || AttemptSpec.takesMore(service)))
        return Optional.of(stop(view, service, end.get()));
    }
    return Optional.empty();
  }

  private static boolean mayRun(JobView view, ObservedService service) {
    return view.tasks().apply(service.id()).stream()
        .filter(t -> !AttemptSpec.impossible(t.spec()))
        .anyMatch(t -> t.wanted() && !t.state().terminal());
  }

  /** Asked once; then the engine is waited for. */
  private static JobStep stop(JobView view, ObservedService service, AttemptRecord end) {
    var step = JobStep.at(
            JobPhase.STOPPING,
            end.reason(),
            "attempt " + end.number() + " is recorded as ended, but may run")
        .lively();
    return AttemptSpec.stopping(service).isPresent()
        ? step
        : step.with(new Action.StopAttempt(view.job(), service, end.reason()));
  }
}
