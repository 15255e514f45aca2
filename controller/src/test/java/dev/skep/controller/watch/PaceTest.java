package dev.skep.controller.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.watch.Pace.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long START = -3_000_000_000L;

  private final Pace pace = new Pace(START);
  private long now = START;

  /** Does what is due until then; a poll finds all as it was. Returns what was done and when. */
  private List<String> until(Duration from, boolean moving) {
    var done = new ArrayList<String>();
    long end = START + from.toNanos();
    for (var next = pace.next(now); now + next.in().toNanos() <= end; next = pace.next(now)) {
      now += next.in().toNanos();
      done.add(next.what() + " " + Duration.ofNanos(now - START).toMillis());
      if (next.what() == What.LOOK) pace.looked(now, now, moving);
      else pace.still(now);
    }
    now = end;
    return done;
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  @Test
  void whileAllIsQuietOnlyTheRareLookIsTaken() {
    assertThat(until(millis(25_000), false))
        .containsExactly("LOOK 0", "LOOK 8000", "LOOK 16000", "LOOK 24000");
  }

  @Test
  void whileSomethingMovesItIsAskedOften() {
    assertThat(until(millis(1_300), true))
        .containsExactly("LOOK 0", "POLL 400", "POLL 800", "POLL 1200");
  }

  @Test
  void anEventIsFollowedByALookAndByPollsForAWhile() {
    until(millis(1_000), false);
    pace.heard(now);
    assertThat(until(millis(5_900), false)).startsWith("LOOK 1050", "POLL 1450").hasSize(13);
    assertThat(until(millis(8_900), false)).isEmpty();
  }

  @Test
  void aStormOfEventsCostsFiveLooksASecond() {
    var looks = new ArrayList<String>();
    for (int at = 0; at < 10_000; at += 10) {
      pace.heard(now);
      looks.addAll(until(millis(at + 10), true));
    }
    assertThat(looks).filteredOn(l -> l.startsWith("LOOK")).hasSizeBetween(38, 51);
  }

  @Test
  void whatAPollHasFoundIsLookedAtAtOnce() {
    until(millis(400), true);
    pace.moved(now);
    assertThat(until(millis(500), true)).containsExactly("LOOK 400");
  }

  @Nested
  class WithoutAnAnswer {
    @Test
    void looksAreTakenEverMoreSeldom() {
      var waits = new ArrayList<Long>();
      for (int i = 0; i < 7; i++) {
        pace.failed(now, now);
        var next = pace.next(now);
        assertThat(next.what()).isEqualTo(What.LOOK);
        waits.add(next.in().toMillis());
        now += next.in().toNanos();
      }
      assertThat(waits).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 8000L, 8000L);
    }

    @Test
    void anEventSaysThatTheEngineIsBack() {
      for (int i = 0; i < 7; i++) pace.failed(now, now);
      pace.heard(now + 1);
      assertThat(pace.next(now + 1).in()).isLessThanOrEqualTo(Pace.APART);
    }
  }

  @Test
  void whateverHappensALookComesInTime() {
    var random = new Random(7);
    long last = now;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextLong(100_000_000L);
      switch (random.nextInt(4)) {
        case 0 -> pace.heard(now);
        case 1 -> pace.moved(now);
        default -> {}
      }
      for (var next = pace.next(now); next.in().isZero(); next = pace.next(now)) {
        if (next.what() == What.POLL) {
          if (random.nextBoolean()) pace.still(now);
          else pace.moved(now);
          continue;
        }
        last = now;
        if (random.nextInt(10) == 0) pace.failed(now, now);
        else pace.looked(now, now, random.nextBoolean());
      }
      assertThat(Duration.ofNanos(now - last))
          .as("step " + i + " of seed 7")
          .isLessThan(Pace.QUIET.plusMillis(101));
    }
  }
}
