package dev.skep.controller.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogPositionTest {
  private final LogPosition position = new LogPosition();

  /** Those of "stream second text" that are new. */
  private List<String> read(String... messages) {
    var out = new ArrayList<String>();
    for (var message : messages) {
      var parts = message.split(" ");
      var bytes = ("2026-11-01T00:00:0" + parts[1] + ".000000001Z " + parts[2])
          .getBytes(StandardCharsets.UTF_8);
      position
          .text(Integer.parseInt(parts[0]), bytes)
          .ifPresent(
              at -> out.add(new String(bytes, at, bytes.length - at, StandardCharsets.UTF_8)));
    }
    return out;
  }

  @Test
  void goesOnBehindTheLastMessageAlsoAmongThoseOfTheSameTime() {
    assertThat(position.resume()).isEmpty();
    assertThat(read("1 1 a", "1 2 b", "2 2 c")).containsExactly("a", "b", "c");

    assertThat(position.resume()).contains("1793491202.000000001");
    assertThat(read("1 2 b", "2 2 c", "1 2 d", "1 3 e")).containsExactly("d", "e");

    assertThat(position.resume()).contains("1793491203.000000001");
    assertThat(read("1 3 e")).isEmpty();
  }

  @Test
  void countsFromTheFirstOneWhereAClockWasPutBack() {
    position.resume();
    read("1 5 a", "2 1 b", "1 2 c");

    assertThat(position.resume()).isEmpty();
    assertThat(read("1 5 a", "2 1 b", "1 2 c", "1 2 d", "2 3 e")).containsExactly("d", "e");
  }

  @Test
  void nothingIsLostWhenNothingWasRead() {
    position.resume();
    position.resume();
    assertThat(read("1 1 a", "1 1 b")).containsExactly("a", "b");
  }
}
