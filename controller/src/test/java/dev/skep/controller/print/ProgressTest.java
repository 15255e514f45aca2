package dev.skep.controller.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredNetwork;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.Tree;
import dev.skep.reconciler.Action;
import dev.skep.reconciler.Reconciler.Outcome;
import dev.skep.reconciler.Swarm;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final JobRow RUNS =
      Samples.migrate(JobPhase.RUNNING, Reason.RUNNING, "on worker-2", 1);

  private static List<Outcome> networkCreated() {
    var network = new DesiredNetwork("front", "shop_front", false, Tree.Obj.EMPTY);
    var done = Either.<dev.skep.reconciler.SwarmFault, Swarm.Done>right(Swarm.Done.DONE);
    return List.of(new Outcome(new Action.CreateNetwork(network, "wanted"), done));
  }

  private static List<String> story(Progress progress) {
    var starts = Samples.migrate(JobPhase.STARTING, Reason.STARTING, "attempt 1", 0);
    var waits =
        Samples.migrate(JobPhase.BACKING_OFF, Reason.EXIT_CODE, "task: non-zero exit (1)", 1);
    var out = new ArrayList<String>();
    out.add(at(progress, Samples.progressing(starts), networkCreated(), 100));
    out.add(at(progress, Samples.progressing(waits), List.of(), 15_000));
    out.add(at(progress, Samples.progressing(RUNS), List.of(), 20_000));
    out.add(at(progress, Samples.progressing(RUNS), List.of(), 27_000));
    out.add(at(progress, Samples.blocked(), List.of(), 62_000));
    return out;
  }

  private static String at(Progress p, StackStatus status, List<Outcome> outcomes, long millis) {
    return p.update(status, outcomes, Duration.ofMillis(millis), Samples.NOW);
  }

  @Test
  void aPipeGetsALineForEachChangeAndNoneForTheClock() {
    assertThat(String.join("", story(new Progress(Terminal.pipe(true))))).isEqualTo("""
        shop  9f3c1e2
          ✓ network  front       created                                                       0.1s
          = service  postgres    unchanged, healthy                                            0.1s
          ↻ job      migrate-pg  attempt 1 of 3 · starting                                     0s
          · service  app         waits for job migrate-pg   (2/2 tasks keep serving)
          ↻ job      migrate-pg  attempt 1 of 3 failed (exit 1) · next in 3s                   14s
          ↻ job      migrate-pg  attempt 2 of 3 · running on worker-2                          19s
          = job      backup-db   succeeded before, not run again                               1m02s
          ✗ job      migrate-pg  failed 3 of 3 attempts (exit 1)                               4s
        """);
  }

  @Test
  void withoutUnicodeTheSameWordsAreSaid() {
    assertThat(story(new Progress(Terminal.pipe(false))).get(1)).isEqualTo("""
          ~ job      migrate-pg  attempt 1 of 3 failed (exit 1), next in 3s                    14s
        """);
  }

  @Test
  void aTerminalIsDrawnOver() {
    var frames = story(new Progress(new Terminal(80, 24, true, false, true)));
    assertThat(frames.get(3)).startsWith("\u001b[7A\r");
    assertThat(frames.get(3).replace("\u001b[7A\r", "").replace("\u001b[K", "")).isEqualTo("""
        shop  9f3c1e2
          ✓ network  front       created                                          0.1s
          = service  postgres    unchanged, healthy                               0.1s
          ↻ job      migrate-pg  attempt 2 of 3 · running on worker-2 for 7s       26s
                                 attempt 1: exit 1
          · service  app         waits for job migrate-pg   (2/2 tasks keep serving)
        elapsed 27s · Ctrl-C stops watching, not the work
        """);
  }

  @Test
  void aPictureNeverOutgrowsTheTerminal() {
    for (int columns = 20; columns < 120; columns += 7) {
      for (int lines = 6; lines < 12; lines++) {
        var terminal = new Terminal(columns, lines, true, false, true);
        for (var frame : story(new Progress(terminal))) {
          var plain = frame.replaceAll("\u001b\\[[0-9]*[A-Z]\r?", "");
          assertThat(plain.lines()).hasSizeLessThan(lines);
          int widest = plain.lines().mapToInt(Cells::width).max().orElse(0);
          assertThat(widest).as(plain).isLessThan(columns);
        }
      }
    }
  }

  @Test
  void aFailureSaysWhatFailedWhatStayedAndWhatToDo() {
    var progress = new Progress(Terminal.pipe(true));
    story(progress);
    var ending = progress.end(Samples.blocked(), Duration.ofSeconds(62), Samples.LOG);
    assertThat(ending.out()).isEmpty();
    assertThat(ending.err()).isEqualTo("""
        shop: not converged. job migrate-pg failed 3 of 3 attempts (exit 1). \
        Nothing else was changed: app runs 7be04d1.
          | Applying orders.0042_currency...
          | psycopg2.errors.UniqueViolation: could not create unique index "orders_ref_key"
          | DETAIL:  Key (ref)=(A-1027) is duplicated.
        next: push a fix: a new image or command for migrate-pg starts a new run at once
          or: skep describe job shop_migrate-pg   # attempts and last log lines
        """);
  }

  @Test
  void anEndInTimeOutSaysWhatIsStillAwaited() {
    var ending = new Progress(Terminal.pipe(true))
        .end(Samples.progressing(RUNS), Duration.ofMinutes(5), List.of());
    assertThat(ending.err()).isEqualTo("""
        shop: not converged after 5m00s. job migrate-pg Running. \
        Nothing else was changed: app runs 7be04d1.
        """);
  }

  @Test
  void aSuccessSumsUpServicesAndJobs() {
    var progress = new Progress(Terminal.pipe(true));
    story(progress);
    var ending = progress.end(Samples.ready(), Duration.ofSeconds(62), List.of());
    assertThat(ending.err()).isEmpty();
    assertThat(ending.out()).isEqualTo("""
        KIND     NAME        RESULT     TASKS  ATTEMPTS  EXIT  DURATION
        service  postgres    unchanged  1/1    -         -     -
        service  app         unchanged  2/2    -         -     -
        job      migrate-pg  succeeded  -      1         0     4s
        shop: ready at 9f3c1e2 after 1m02s
        """);
  }
}
