package dev.skep.controller.docker;

import static dev.skep.proxy.StubEngine.chunked;
import static dev.skep.proxy.StubEngine.complaint;
import static dev.skep.proxy.StubEngine.endless;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.proxy.StubEngine;
import dev.skep.proxy.StubEngine.Answer;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ServiceLogTest {
  private static final Duration BRIEF = Duration.ofMillis(400);

  @TempDir
  Path folder;

  private static byte[] frame(int stream, byte[] text) {
    return ByteBuffer.allocate(8 + text.length)
        .put((byte) stream)
        .putInt(4, text.length)
        .put(8, text)
        .array();
  }

  private static byte[] frame(int stream, String text) {
    return frame(stream, text.getBytes(StandardCharsets.UTF_8));
  }

  private Either<SwarmFault, List<String>> log(int lines, Answer answer) {
    return asking(answer, swarm -> swarm.serviceLog("x", lines));
  }

  private Either<SwarmFault, Map<String, List<String>>> tasks(int lines, Answer answer) {
    return asking(answer, swarm -> swarm.taskLogs("x", lines));
  }

  private <T> T asking(Answer answer, Function<DockerSwarm, T> question) {
    try (var engine = StubEngine.unix(folder.resolve("s"), request -> answer);
        var swarm = DockerSwarm.at(
                new EngineAddress(URI.create(engine.host()), "the test"),
                new Deadlines(BRIEF, BRIEF, BRIEF, BRIEF))
            .get()) {
      return question.apply(swarm);
    }
  }

  @Test
  void joinsFramesOfEachStreamToLinesInTheOrderOfTheirEnds() {
    var out = chunked(frame(1, "hel"), frame(2, "oops\n"), frame(1, "lo\n\nlast, without an end"));
    assertThat(log(10, out).get()).containsExactly("oops", "hello", "", "last, without an end");
  }

  @Test
  void keepsTheLinesOfTasksApartAlsoWhereTheyCameInPieces() {
    var one = "com.docker.swarm.node.id=n1,com.docker.swarm.service.id=s,"
        + "com.docker.swarm.task.id=t1 ";
    var two = one.replace("t1", "t2");
    var out = chunked(
        frame(1, one + "a\n"),
        frame(1, one + "of a pie"),
        frame(1, two + "b c\n"),
        frame(2, two + "oops\n"),
        frame(1, one + "ce\n"),
        frame(1, two + "d\n"));
    assertThat(tasks(2, out).get())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("t1", List.of("a", "of a piece"), "t2", List.of("oops", "d")));
  }

  @Test
  void keepsTheLinesOfTasksApartThatHaveATerminal() {
    var text = "com.docker.swarm.task.id=t1 a b\r\ncom.docker.swarm.task.id=t2 c\r\n";
    assertThat(tasks(9, chunked(text.getBytes(StandardCharsets.UTF_8))).get())
        .containsExactlyInAnyOrderEntriesOf(Map.of("t1", List.of("a b"), "t2", List.of("c")));
  }

  @Test
  void readsTheUnframedLogOfATerminal() {
    assertThat(log(10, chunked("plain text\r\nmore\n".getBytes(StandardCharsets.UTF_8)))
            .get())
        .containsExactly("plain text", "more");
  }

  @Test
  void keepsTheLastLines() {
    assertThat(log(2, chunked(frame(1, "1\n2\n3\n4\n"))).get()).containsExactly("3", "4");
  }

  @Test
  void whatCameBeforeALogHungIsKept() {
    assertThat(log(9, endless(frame(1, "before\n"))).get()).containsExactly("before");
  }

  @Test
  void controlCharactersAndBrokenTextDoNoHarmAndTabsStay() {
    var bytes = new byte[] {'a', 0x1b, '[', '2', 'J', '\t', (byte) 0xff, 'b', 0, '\n'};
    assertThat(log(9, chunked(frame(1, bytes))).get()).containsExactly("a[2J\t\ufffdb");
  }

  @Test
  void aLineWithoutEndIsCutAndABigLogIsBounded() {
    var long5000 = "x".repeat(5_000) + "\n";
    assertThat(log(9, chunked(frame(1, long5000))).get()).containsExactly("x".repeat(2_000) + "…");
    var lines = log(100_000, chunked(frame(1, long5000.repeat(400)))).get();
    assertThat(lines.stream().mapToInt(String::length).sum()).isLessThanOrEqualTo(256 * 1024);
    assertThat(lines).hasSizeGreaterThan(100);
  }

  @Test
  void theLogOfAServiceThatIsGoneIsAbsent() {
    assertThat(log(9, complaint(404, "service x not found")).getLeft())
        .isInstanceOf(SwarmFault.Absent.class);
  }
}
