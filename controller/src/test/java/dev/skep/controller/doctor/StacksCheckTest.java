package dev.skep.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import dev.skep.model.JobPhase;
import dev.skep.model.OneShotStatus;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.Phase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StacksCheckTest {
  private static JobRow job(JobPhase phase, Reason reason, boolean stalled) {
    return new JobRow(
        "migrate",
        phase,
        reason,
        "its record is gone",
        "v1-x",
        "",
        0,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        stalled);
  }

  private static StackStatus stack(List<JobRow> jobs, String... unblock) {
    return new StackStatus(
        "shop",
        Phase.BLOCKED,
        "job migrate failed",
        Optional.empty(),
        "",
        List.of(),
        List.of(),
        jobs,
        List.of(unblock));
  }

  @Test
  void whatNeedsNobodyIsWell() {
    assertThat(StacksCheck.of(List.of(stack(List.of()))))
        .containsExactly(Finding.ok("stacks", "1, none needs a person"));
  }

  @Test
  void whatNeedsAPersonIsToldWithWhatToDoFirst() {
    assertThat(StacksCheck.of(List.of(stack(List.of(), "push a fix", "skep rerun"))))
        .containsExactly(
            Finding.warn("stacks", "shop needs a person: job migrate failed", "push a fix"));
  }

  @Test
  void recordsThatContradictEachOtherFail() {
    var lost = job(JobPhase.BLOCKED, Reason.LEDGER_LOST, true);
    var found = StacksCheck.of(List.of(stack(List.of(lost), "x")));
    assertThat(found).extracting(Finding::grade).containsExactly(Grade.FAIL);
    assertThat(found.getFirst().mend()).contains("skep resolve job shop_migrate --as");
  }

  @Test
  void oneShotsThatHangAreNamed() {
    var hangs = new OneShotStatus(
        Optional.empty(),
        job(JobPhase.STARTING, Reason.APPLYING, true),
        List.of(),
        Optional.empty());
    var runs = new OneShotStatus(
        Optional.empty(),
        job(JobPhase.RUNNING, Reason.APPLYING, false),
        List.of(),
        Optional.empty());
    assertThat(StacksCheck.ofOneShots(List.of(runs)).getFirst().grade()).isEqualTo(Grade.OK);
    assertThat(StacksCheck.ofOneShots(List.of(runs, hangs)))
        .extracting(Finding::said)
        .containsExactly("migrate waits: its record is gone");
  }
}
