package dev.skep.controller.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.JobPhase;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.Phase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TablesTest {
  private static final Terminal PIPE = Terminal.pipe(true);
  private static final Terminal NARROW = new Terminal(80, 24, true, false, true);

  private static List<StackStatus> stacks() {
    var search = Samples.status(
        "search",
        Phase.PROGRESSING,
        "index: 1 of 2 tasks running",
        List.of(Samples.service("index", 1, 2)),
        List.of(),
        List.of());
    return List.of(search, Samples.blocked(), Samples.ready());
  }

  @Test
  void stacksShowWhatIsAppliedAndWhatIsWanted() {
    assertThat(StackTable.of(stacks(), Since::recorded, Samples.NOW).text(PIPE)).isEqualTo("""
            NAME    READY  PHASE        APPLIED  WANTED   SERVICES  JOBS  SINCE  MESSAGE
            search  False  Progressing  7be04d1  9f3c1e2  1/2       -     -      \
            index: 1 of 2 tasks running
            shop    False  Blocked      7be04d1  9f3c1e2  3/3       1/2   3m     \
            job migrate-pg failed (exit 1): task: non-zero exit (1)
            shop    True   Ready        9f3c1e2  9f3c1e2  3/3       1/1   2d
            """);
  }

  @Test
  void aNarrowTerminalKeepsTheMessageAndGivesUpColumns() {
    assertThat(StackTable.of(stacks(), Since::recorded, Samples.NOW).text(NARROW))
        .isEqualTo("""
            NAME    PHASE        APPLIED  SERVICES  JOBS  MESSAGE
            search  Progressing  7be04d1  1/2       -     index: 1 of 2 tasks running
            shop    Blocked      7be04d1  3/3       1/2   job migrate-pg failed (exit 1): t…
            shop    Ready        9f3c1e2  3/3       1/1
            """);
  }

  @Test
  void jobsShowAttemptsAndExitCode() {
    assertThat(JobTable.of(List.of(Samples.blocked()), List.of(), Samples.NOW).text(PIPE))
        .isEqualTo("""
        STACK  JOB         PHASE      ATTEMPTS  EXIT  DURATION  RUN          REASON            \
            MESSAGE
        shop   backup-db   Succeeded  1         0     4s        v1-9f2e77b1  FromRecord
        shop   migrate-pg  Failed     3/3       1     4s        v1-5d7a1c90  \
        BackoffLimitExceeded  task: non-zero exit (1)
        """);
  }

  private static StackStatus scheduled(JobPhase phase) {
    return Samples.status(
        "shop",
        Phase.READY,
        "",
        List.of(),
        List.of(Samples.nightly(phase), Samples.succeeded("migrate")),
        List.of());
  }

  @Test
  void schedulesShowTheirNextRunsByTheirOwnClocks() {
    var table = ScheduleTable.of(List.of(scheduled(JobPhase.SCHEDULED)), 3, Samples.NOW);
    assertThat(table.text(PIPE)).isEqualTo("""
        STACK  JOB     PHASE      SCHEDULE    ZONE           LAST              \
        NEXT                  IN
        shop   backup  Scheduled  30 2 * * *  Europe/Vienna  succeeded 2d ago  \
        Mon 2026-11-23 02:30  22h
                                                                               \
        Tue 2026-11-24 02:30  46h
                                                                               \
        Wed 2026-11-25 02:30  2d
        """);
  }

  @Test
  void aScheduleThatIsSuspendedHasNoNextRun() {
    var table = ScheduleTable.of(List.of(scheduled(JobPhase.SUSPENDED)), 3, Samples.NOW);
    assertThat(table.text(PIPE).lines()).hasSize(2).last().asString().endsWith("ago  -     -");
  }

  @Test
  void aJobThatWaitsForItsSlotSaysWhenThatIs() {
    var table = JobTable.of(List.of(scheduled(JobPhase.SCHEDULED)), List.of(), Samples.NOW);
    assertThat(table.text(PIPE)).contains("  next run at 2026-11-23T01:30:00Z, in 22h\n");
  }

  @Test
  void servicesShowWhatHoldsThem() {
    assertThat(ServiceTable.of(List.of(Samples.blocked())).text(PIPE)).isEqualTo("""
        STACK  SERVICE   TASKS  IMAGE                            CHANGE                        \
                MESSAGE
        shop   postgres  1/1    registry.acme.io/postgres:1.4.2  none
        shop   app       2/2    registry.acme.io/shop:1.5.0      held: image shop:1.4.2 -> \
        shop:1.5.0  waits for job migrate-pg
        """);
  }

  @Test
  void oneShotsThatNobodyCommittedComeLast() {
    var shots = List.of(OneShotSamples.failed(), OneShotSamples.ofStack());
    assertThat(JobTable.of(List.of(), shots, Samples.NOW).text(PIPE)).isEqualTo("""
        STACK   JOB      PHASE      ATTEMPTS  EXIT  DURATION  RUN  REASON     MESSAGE
        -       cleanup  Failed     1         3     4s             ExitCode   task: non-zero exit (3)
        legacy  migrate  Succeeded  1         0     4s             Completed
        """);
  }

  @Test
  void colourAddsNothingToTheWords() {
    var colour = new Terminal(200, 24, true, true, true);
    var plain = new Terminal(200, 24, true, false, true);
    var painted = StackTable.of(stacks(), Since::recorded, Samples.NOW).text(colour);
    assertThat(painted).contains("\u001b[31mBlocked\u001b[0m");
    assertThat(painted.replaceAll("\u001b\\[[0-9]*m", ""))
        .isEqualTo(StackTable.of(stacks(), Since::recorded, Samples.NOW).text(plain));
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    for (int columns = 20; columns < 140; columns++) {
      var terminal = new Terminal(columns, 24, true, false, true);
      var all = StackTable.of(stacks(), Since::recorded, Samples.NOW).text(terminal)
          + JobTable.of(stacks(), List.of(), Samples.NOW).text(terminal)
          + ServiceTable.of(stacks()).text(terminal);
      for (var line : all.lines().toList()) {
        assertThat(Cells.width(line)).as(line).isLessThanOrEqualTo(columns);
      }
    }
  }

  @Test
  void wideCharactersKeepColumnsInLine() {
    var table = new Table("A", "B").row("日本", "x").row("é", "y");
    assertThat(table.text(PIPE)).isEqualTo("A     B\n日本  x\né     y\n");
  }

  @Test
  void colourNeedsATerminalThatWantsIt() {
    var utf8 = StandardCharsets.UTF_8;
    var ascii = StandardCharsets.US_ASCII;
    assertThat(Terminal.of(true, 80, 24, utf8, Map.of()).colour()).isTrue();
    assertThat(Terminal.of(true, 80, 24, utf8, Map.of("NO_COLOR", "1")).colour())
        .isFalse();
    assertThat(Terminal.of(false, 80, 24, utf8, Map.of()).colour()).isFalse();
    assertThat(Terminal.of(true, 80, 24, ascii, Map.of()).unicode()).isFalse();
    assertThat(Terminal.of(true, 80, 24, utf8, Map.of("TERM", "dumb")).interactive())
        .isFalse();
  }
}
