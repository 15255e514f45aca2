package dev.skep.controller.docker;

import dev.skep.model.Tree;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What an engine says of itself, whether or not it can manage a Swarm.
 *
 * @param state of the Swarm there: inactive, pending, active, error or locked
 * @param manager it can manage the Swarm now
 * @param trouble what it complains of in its Swarm; empty for nothing
 * @param took until its answer was here
 * @param ahead of our clock, its own; within half of what the answer took
 */
public record EngineSight(
    String name,
    String version,
    String api,
    String state,
    boolean manager,
    String trouble,
    Duration took,
    Optional<Duration> ahead) {

  /** @param asked when, by our clock */
  static EngineSight of(Tree.Obj info, String api, Instant asked, Duration took) {
    return new EngineSight(
        info.text("Name").orElse(""),
        info.text("ServerVersion").orElse(""),
        api,
        info.text("Swarm", "LocalNodeState").orElse("inactive"),
        info.at("Swarm", "ControlAvailable").equals(Optional.of(Tree.of(true))),
        info.text("Swarm", "Error").orElse(""),
        took,
        info.text("SystemTime")
            .flatMap(EngineSight::time)
            .map(its -> Duration.between(asked.plus(took.dividedBy(2)), its)));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
