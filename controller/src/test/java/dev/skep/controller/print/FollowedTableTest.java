package dev.skep.controller.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowedTableTest {
  private static final Terminal PIPE = Terminal.pipe(true);

  private final FollowedTable followed = new FollowedTable(PIPE);

  private static StackStatus search(int running) {
    return Samples.status(
        "search",
        Phase.READY,
        "",
        List.of(Samples.service("index", running, 2)),
        List.of(),
        List.of());
  }

  private static Table stacks(Duration later, StackStatus... stacks) {
    return StackTable.of(List.of(stacks), Since::recorded, Samples.NOW.plus(later));
  }

  @Test
  void tellsTheWholeAtFirstAndThenWhatHasChanged() {
    assertThat(followed.update(stacks(Duration.ZERO, search(1), Samples.ready())))
        .isEqualTo("""
        NAME    READY  PHASE  APPLIED  WANTED   SERVICES  JOBS  SINCE  MESSAGE
        search  True   Ready  9f3c1e2  9f3c1e2  1/2       -     2d
        shop    True   Ready  9f3c1e2  9f3c1e2  3/3       1/1   2d
        """);
    assertThat(followed.update(stacks(Duration.ZERO, search(2), Samples.ready())))
        .isEqualTo("""
        search  True   Ready  9f3c1e2  9f3c1e2  2/2       -     2d
        """);
  }

  @Test
  void anAgeIsNoChange() {
    followed.update(stacks(Duration.ZERO, search(2)));
    assertThat(followed.update(stacks(Duration.ofDays(9), search(2)))).isEmpty();
  }

  @Test
  void whatIsTooWidePushesOnlyItsNeighboursAside() {
    followed.update(stacks(Duration.ZERO, Samples.ready()));
    assertThat(followed.update(stacks(Duration.ZERO, Samples.blocked()))).isEqualTo("""
        shop  False  Blocked  7be04d1  9f3c1e2  3/3     1/2   3m     \
        job migrate-pg failed (exit 1): task: non-zero exit (1)
        """);
  }

  @Test
  void whatIsGoneIsToldOnceAndWhatComesBackIsNew() {
    followed.update(stacks(Duration.ZERO, search(2), Samples.ready()));
    assertThat(followed.update(stacks(Duration.ZERO, Samples.ready())))
        .isEqualTo("search  -      -      -        -        -         -     -      gone\n");
    assertThat(followed.update(stacks(Duration.ZERO, Samples.ready()))).isEmpty();
    assertThat(followed.update(stacks(Duration.ZERO, search(2), Samples.ready())))
        .startsWith("search  True");
  }

  @Test
  void theHeadComesWithTheFirstLine() {
    assertThat(followed.update(stacks(Duration.ZERO))).isEmpty();
    assertThat(followed.update(stacks(Duration.ZERO, search(2)))).startsWith("NAME ");
  }

  @Test
  void columnsThatTheFirstTableGaveUpStayAway() {
    var narrow = new FollowedTable(new Terminal(80, 24, true, false, true));
    assertThat(narrow.update(stacks(Duration.ZERO, Samples.blocked()))).doesNotContain("READY");
    assertThat(narrow.update(stacks(Duration.ZERO, Samples.ready())))
        .isEqualTo("shop  Ready    9f3c1e2  3/3       1/1\n");
  }

  @Test
  void linesThatHaveTheSameNameAreToldOneByOne() {
    var twice = JobTable.of(
        List.of(),
        List.of(OneShotSamples.failed(), OneShotSamples.ofStack(), OneShotSamples.failed()),
        Samples.NOW);
    assertThat(followed.update(twice).lines()).hasSize(4);
    assertThat(followed.update(twice)).isEmpty();
  }
}
