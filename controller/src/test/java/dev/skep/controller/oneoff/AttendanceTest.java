package dev.skep.controller.oneoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.status.TurnedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttendanceTest {
  private final TurnedClock clock = new TurnedClock();
  private int told;
  private final Attendance attendance = new Attendance(Duration.ofSeconds(30), clock, () -> told++);

  @Test
  void isToldThreeTimesWhileControllersWait() {
    for (int second = 0; second < 30; second++) {
      attendance.run();
      clock.turn(Duration.ofSeconds(1));
    }
    attendance.run();
    assertThat(told).isEqualTo(3);
  }

  @Test
  void isNotToldAtOnce() {
    attendance.run();
    clock.turn(Duration.ofMillis(9_999));
    attendance.run();
    assertThat(told).isZero();
  }
}
