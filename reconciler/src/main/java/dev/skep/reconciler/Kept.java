package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A record that is kept of an ended attempt, with what it takes in Swarm's store.
 *
 * @param id of the config
 * @param at when it was written
 * @param end the attempt, if this is its record; empty if this is its log
 */
record Kept(
    String id, JobName job, Attempt of, long bytes, Instant at, Optional<AttemptRecord> end) {

  /** An attempt among those of all jobs. */
  record Attempt(String run, int number) {
    static Attempt of(ObservedService service) {
      return new Attempt(service.label(Labels.RUN).orElse(""), AttemptSpec.number(service));
    }
  }

  /** What the store keeps of a config beside its name, labels and content, about. */
  private static final int OVERHEAD = 150;

  /** Empty for one that this version cannot read: it is not ours to judge. */
  static Optional<Kept> log(ObservedPayload config) {
    var labels = config.labels();
    try {
      var of = new Attempt(
          labels.getOrDefault(Labels.RUN, ""),
          Integer.parseInt(labels.getOrDefault(Labels.ATTEMPT, "")));
      var job =
          new JobName(labels.getOrDefault(Labels.STACK, ""), labels.getOrDefault(Labels.JOB, ""));
      int content =
          Integer.parseInt(labels.getOrDefault(RecordCodec.BYTES, "" + Records.LOG_BYTES));
      return Optional.of(new Kept(
          config.id(), job, of, bytes(config) + content, config.createdAt(), Optional.empty()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Empty for one that this version cannot read. */
  static Optional<Kept> attempt(ObservedPayload config) {
    try {
      var end = RecordCodec.readAttempt(config.labels());
      return Optional.of(new Kept(
          config.id(),
          new JobName(end.stack(), end.job()),
          new Attempt(end.run(), end.number()),
          bytes(config),
          config.createdAt(),
          Optional.of(end)));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static long bytes(ObservedPayload config) {
    var text = new StringBuilder(config.name());
    config.labels().forEach((key, value) -> text.append(key).append(value));
    return OVERHEAD + text.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  boolean isLog() {
    return end.isEmpty();
  }
}
