package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;

/** What tests claim of a step of the job machine. */
final class JobClaims {
  private JobClaims() {}

  /** It does nothing else. */
  static <T extends Action> T only(Class<T> kind, JobStep step) {
    assertThat(step.actions()).singleElement().isInstanceOf(kind);
    return kind.cast(step.actions().getFirst());
  }

  static JobRecord saved(JobStep step) {
    return only(Action.SaveJob.class, step).after();
  }

  static AttemptRecord recorded(JobStep step) {
    return only(Action.RecordAttempt.class, step).record();
  }

  static void records(JobStep step, Result result, Verdict verdict, Reason reason) {
    var end = recorded(step);
    assertThat(end.result()).isEqualTo(result);
    assertThat(end.verdict()).isEqualTo(verdict);
    assertThat(end.reason()).isEqualTo(reason);
  }

  static void rests(JobStep step, JobPhase phase, Reason reason) {
    assertThat(step.actions()).isEmpty();
    assertThat(step.phase()).isEqualTo(phase);
    assertThat(step.reason()).isEqualTo(reason);
  }

  static void stops(JobStep step, Reason why) {
    assertThat(only(Action.StopAttempt.class, step).why()).isEqualTo(why);
    assertThat(step.phase()).isEqualTo(JobPhase.STOPPING);
    assertThat(step.reason()).isEqualTo(why);
  }
}
