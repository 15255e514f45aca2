package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import java.time.Duration;
import java.util.Optional;

/** Removal of attempt services that are over: recorded and past their time, or never recorded. */
final class Garbage {
  private Garbage() {}

  static JobStep of(JobView view, JobStep step) {
    for (var service : view.services()) {
      var number = AttemptSpec.number(service);
      var ended = view.attempt(service.label(Labels.RUN).orElse(""), number);
      if (ended.isPresent()) {
        step = recorded(view, step, service, ended.get());
      } else if (!AttemptSpec.begun(service) && unnamed(view, service, number)) {
        step = step.with(remove(view, service, "no record names it"));
      }
    }
    return step;
  }

  private static JobStep recorded(
      JobView view, JobStep step, ObservedService service, AttemptRecord ended) {
    var ttl = ttl(view, ended);
    if (ttl.isEmpty() || mayRun(view, service)) return step;
    var left = Backoffs.remaining(ttl.get(), ended.endedAt(), view.now());
    return left.isZero()
        ? step.with(remove(view, service, "attempt " + ended.number() + " is over and recorded"))
        : step.wakeAt(view.now().plus(left));
  }

  /** Empty: it stays. The newest failure does, until a later success. */
  private static Optional<Duration> ttl(JobView view, AttemptRecord ended) {
    var keep = view.policy().keep();
    // A job that fails every minute would pile up thousands.
    if (earlierSlot(view, ended)) return Optional.of(Duration.ZERO);
    return switch (ended.result()) {
      case SUCCEEDED -> Optional.of(keep.afterSuccess());
      case NOT_STARTED, STOPPED -> Optional.of(Duration.ZERO);
      case FAILED, IGNORED, TIMED_OUT, LOST ->
        newestFailure(view, ended) ? Optional.empty() : Optional.of(keep.afterFailure());
    };
  }

  private static boolean earlierSlot(JobView view, AttemptRecord ended) {
    return RunKey.slot(ended.runKey()).isPresent()
        && view.record().filter(r -> !r.value().run().id().equals(ended.run())).isPresent();
  }

  private static boolean newestFailure(JobView view, AttemptRecord ended) {
    return view.attempts().stream()
        .filter(a -> a.counted() || a.result() == Result.SUCCEEDED)
        .noneMatch(a -> a.number() > ended.number());
  }

  /**
   * Given up without knowledge: the engine would forget its container, which may run on, on a node
   * that is away, and could not stop it any more.
   */
  private static boolean mayRun(JobView view, ObservedService service) {
    return view.tasks().apply(service.id()).stream()
        .anyMatch(t -> t.nodeId().isPresent() && !t.state().terminal() && !t.neverBegun());
  }

  /**
   * Nobody can start it any more: a start needs the id in the job's record, and the record can
   * only take the id of the attempt that it intends. Records are read before services, so one that
   * is behind the service, or not there, may have come to intend it since.
   */
  private static boolean unnamed(JobView view, ObservedService service, int number) {
    if (view.record().isEmpty()) return false;
    JobRecord record = view.record().get().value();
    if (record.attempt() < number) return false;
    boolean intended = record.attempt() == number
        && record.serviceId().isEmpty()
        && !record.succeeded().contains(record.run().key());
    return !intended && !record.serviceId().equals(Optional.of(service.id()));
  }

  private static Action remove(JobView view, ObservedService service, String why) {
    return new Action.CollectAttempt(view.job(), service, why);
  }
}
