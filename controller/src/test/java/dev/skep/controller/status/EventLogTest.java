package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.print.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  @TempDir
  Path folder;

  private static Event event(String message) {
    return new Event(
        Samples.NOW, "shop", Event.Kind.ACTION, "service web", "UpdateService", message, "Done");
  }

  private Path file(String suffix) {
    return folder.resolve("events.jsonl" + suffix);
  }

  @Test
  void aFullFileIsPutAsideAndTwoAreKept() throws IOException {
    var log = new EventLog(folder, 10);
    for (var message : List.of("one", "two", "three", "four")) log.append(List.of(event(message)));
    assertThat(Files.readString(file(""))).contains("four");
    assertThat(Files.readString(file(".1"))).contains("three");
    assertThat(Files.readString(file(".2"))).contains("two");
    assertThat(file(".3")).doesNotExist();
  }

  @Test
  void aLineThatWasCutShortDoesNotSpoilTheNext() throws IOException {
    Files.writeString(file(""), "{\"time\":\"2026");
    new EventLog(folder).append(List.of(event("whole")));
    assertThat(Files.readAllLines(file(""))).hasSize(2).last().asString().contains("whole");
  }

  @Test
  void everyEventIsOneLine() throws IOException {
    new EventLog(folder).append(List.of(event("two\nlines \"quoted\" \u001b[31m")));
    assertThat(Files.readAllLines(file(""))).hasSize(1);
  }
}
