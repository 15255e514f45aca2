package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.source.Commit;
import dev.skep.controller.source.SourceState;
import dev.skep.controller.source.SourceState.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceEventsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final String NAME = "https://git.example.org/infra.git#main";
  private static final Commit FIRST = new Commit("1".repeat(40), "Ada", "begin", NOW);
  private static final Commit SECOND = new Commit("2".repeat(40), "Bob", "shop 2", NOW);

  private static SourceState read(Commit commit) {
    return SourceState.read(NAME, commit, Optional.empty(), NOW);
  }

  private static SourceState in(String trouble, SourceState state) {
    return state.with(Optional.of(new Trouble(trouble, NOW.minusSeconds(60))));
  }

  /** Reason, message and result of each. */
  private static List<String> told(SourceState before, SourceState after) {
    return SourceEvents.of(Optional.ofNullable(before), after, NOW).stream()
        .map(e -> e.reason() + " | " + e.message() + " | " + e.result())
        .toList();
  }

  @Test
  void firstCommitIsTold() {
    var event = SourceEvents.of(Optional.empty(), read(FIRST), NOW).getFirst();
    assertThat(event.line())
        .isEqualTo("{\"time\":\"2026-11-22T03:00:00Z\",\"stack\":\"\",\"kind\":\"Source\","
            + "\"target\":\"source " + NAME + "\",\"reason\":\"CommitTaken\","
            + "\"message\":\"Ada: begin\",\"result\":\"1111111\"}");
  }

  @Test
  void everyCommitIsToldOnce() {
    assertThat(told(read(FIRST), read(SECOND)))
        .containsExactly("CommitTaken | Bob: shop 2 | 1111111 -> 2222222");
    assertThat(told(read(SECOND), read(SECOND))).isEmpty();
  }

  @Test
  void rewrittenHistoryIsToldBeforeTheCommit() {
    var after = SourceState.read(NAME, SECOND, Optional.of(FIRST), NOW);
    assertThat(told(read(FIRST), after))
        .containsExactly(
            "HistoryRewritten | 2222222 does not build on 1111111 by Ada: begin |"
                + " 1111111 -> 2222222",
            "CommitTaken | Bob: shop 2 | 1111111 -> 2222222");
    assertThat(told(after, after)).isEmpty();
  }

  @Test
  void troubleIsToldWhenItBeginsChangesAndEnds() {
    var well = read(FIRST);
    assertThat(told(well, in("away", well)))
        .containsExactly("TroubleBegan | away | what was read before stays in force");
    assertThat(told(in("away", well), in("away", well))).isEmpty();
    assertThat(told(in("away", well), in("no branch", well)))
        .containsExactly("TroubleBegan | no branch | what was read before stays in force");
    assertThat(told(in("away", well), well))
        .containsExactly("TroubleEnded | away | well again; was not since 2026-11-22T02:59:00Z");
  }

  @Test
  void troubleThatEndsWithACommitIsToldAfterIt() {
    assertThat(told(in("away", read(FIRST)), read(SECOND)))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("TroubleEnded");
  }

  @Test
  void troubleBeforeAnythingWasReadIsTold() {
    var unread = SourceState.unread(NAME);
    assertThat(told(null, unread)).isEmpty();
    assertThat(told(null, in("away", unread))).hasSize(1);
  }
}
