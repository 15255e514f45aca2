package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several tasks decides, and how it speaks for the others. */
class TallyTest {
  private static final Instant NOW = EngineFixture.NOW;

  /** What decides first stands first. */
  private static final List<String> ORDER = List.of(
      "RUNS",
      "WAITS",
      "VANISHED",
      "AWAY",
      "LOST",
      "STOPPED",
      "FAILED_FOR_GOOD",
      "FAILED",
      "NOT_STARTED",
      "IGNORED",
      "CALLED_SUCCESS",
      "COMPLETE");

  private final List<ObservedTask> tasks = new ArrayList<>();
  private final Map<String, ObservedNode> nodes = Map.of(
      "quiet", new ObservedNode("quiet", "a", "unknown", "active", NOW.minusSeconds(9)),
      "early", new ObservedNode("early", "b", "down", "active", NOW.minusSeconds(8)),
      "late", new ObservedNode("late", "c", "down", "active", NOW.minusSeconds(7)));

  /** Its id begins with what it says. */
  private TallyTest task(String says, String desired, String error, int sinceAgo) {
    tasks.add(JobSamples.task(
        says + "-" + tasks.size(),
        "s",
        TaskState.RUNNING,
        desired,
        0,
        error,
        "c",
        NOW.minusSeconds(60 - tasks.size()),
        NOW.minusSeconds(sinceAgo)));
    return this;
  }

  private TallyTest task(String says) {
    return task(says, "running", "", 5);
  }

  private TallyTest on(String node) {
    tasks.add(JobSamples.at(tasks.removeLast(), 1, Optional.of(node)));
    return this;
  }

  private Tally tally() {
    return Tally.of(
        tasks,
        t -> Says.valueOf(t.id().substring(0, t.id().lastIndexOf('-'))),
        id -> id.map(nodes::get));
  }

  @Test
  void knowsWhatEveryTaskMaySay() {
    assertThat(Stream.of(Says.values()).map(Says::name)).containsExactlyElementsOf(ORDER);
  }

  @Test
  void ofAnyTwoTheOneDecidesThatStandsFirst() {
    for (var one : ORDER) {
      for (var other : ORDER) {
        tasks.clear();
        var first = ORDER.indexOf(one) <= ORDER.indexOf(other) ? one : other;
        assertThat(task(one).task(other).tally().says()).hasToString(first);
      }
    }
  }

  @Test
  void oneTaskAloneIsItself() {
    assertThat(task("FAILED", "shutdown", "boom", 3).tally().task()).isSameAs(tasks.getFirst());
  }

  @Test
  void speaksForAllThatSayTheSame() {
    var tally = task("FAILED", "shutdown", "boom", 30)
        .task("COMPLETE", "shutdown", "", 3)
        .task("FAILED", "shutdown", "crash", 20)
        .tally();
    assertThat(tally.task().error()).contains("2 of 3 tasks: boom");
    assertThat(tally.task().message()).startsWith("2 of 3 tasks: ");
  }

  @Test
  void lastsFromTheFirstThatWasMadeToTheLastThatEnded() {
    var task = task("COMPLETE", "shutdown", "", 3)
        .task("FAILED", "shutdown", "boom", 30)
        .tally()
        .task();
    assertThat(task.createdAt()).isEqualTo(NOW.minusSeconds(60));
    assertThat(task.since()).isEqualTo(NOW.minusSeconds(3));
  }

  @Test
  void runsSinceTheFirstThatRunsBegan() {
    var task =
        task("RUNS", "running", "", 10).task("RUNS", "running", "", 20).tally().task();
    assertThat(task.since()).isEqualTo(NOW.minusSeconds(20));
  }

  @Test
  void ofThoseThatWaitTheOneDecidesThatSaysWhy() {
    var task = task("WAITS", "running", "", 20)
        .task("WAITS", "running", "no suitable node", 10)
        .tally()
        .task();
    assertThat(task.error()).contains("2 of 2 tasks: no suitable node");
  }

  @ParameterizedTest
  @CsvSource({"early, late, late", "late, early, late", "late, quiet, quiet", "quiet, early, quiet"
  })
  void aNodeThatMayStillTellIsWaitedForAndElseTheLastThatWent(
      String one, String other, String decides) {
    assertThat(task("AWAY").on(one).task("AWAY").on(other).tally().task().nodeId())
        .contains(decides);
  }

  @Test
  void isWantedWhileAnyThatSaysTheSameIs() {
    var task = task("AWAY", "shutdown", "", 5)
        .on("late")
        .task("AWAY", "running", "", 5)
        .on("early")
        .tally()
        .task();
    assertThat(task.nodeId()).contains("late");
    assertThat(task.wanted()).isTrue();
  }

  @Test
  void tellsHowFarTheyAre() {
    assertThat(task("RUNS").task("RUNS").tally().progress()).isEqualTo("2 of 2 tasks run");
    assertThat(
            task("COMPLETE").task("FAILED").task("WAITS").task("AWAY").tally().progress())
        .isEqualTo("2 of 6 tasks run, 2 done, 1 to begin, 1 not heard of");
  }

  @Test
  void knowsWhetherAnythingRan() {
    assertThat(task("NOT_STARTED").task("NOT_STARTED").tally().nothingRan()).isTrue();
    assertThat(task("COMPLETE").tally().nothingRan()).isFalse();
  }
}
