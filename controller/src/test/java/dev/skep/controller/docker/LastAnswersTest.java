package dev.skep.controller.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LastAnswersTest {
  private final LastAnswers last = new LastAnswers();
  private final AtomicInteger parsed = new AtomicInteger();

  private List<String> read(String path, String body) {
    return last.of(path, body.getBytes(StandardCharsets.UTF_8), () -> {
          parsed.incrementAndGet();
          return Option.some(List.of(body.strip()));
        })
        .get();
  }

  @Test
  void anAnswerThatIsAsItWasIsNotParsedAgain() {
    var first = read("/services", "[]");
    assertThat(read("/services", "[]")).isSameAs(first);
    assertThat(parsed).hasValue(1);
  }

  @Test
  void whatSaysTheSameInOtherWordsIsTheSame() {
    var first = read("/networks", "[]");
    assertThat(read("/networks", "[] ")).isSameAs(first);
    assertThat(parsed).hasValue(2);
  }

  @Test
  void anotherAnswerIsParsed() {
    read("/services", "[1]");
    assertThat(read("/services", "[2]")).containsExactly("[2]");
    assertThat(read("/services", "[1]")).containsExactly("[1]");
    assertThat(parsed).hasValue(3);
  }

  @Test
  void otherPathsHaveTheirOwn() {
    var configs = read("/configs", "[]");
    assertThat(read("/secrets", "[]")).isNotSameAs(configs);
    assertThat(read("/configs", "[]")).isSameAs(configs);
  }

  @Test
  void whatCannotBeReadIsTriedAgain() {
    var body = "[".getBytes(StandardCharsets.UTF_8);
    assertThat(last.<String>of("/services", body, Option::none).isEmpty()).isTrue();
    assertThat(read("/services", "[")).containsExactly("[");
  }
}
