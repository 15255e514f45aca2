package dev.skep.reconciler;

import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * The Swarm's store was put back to an earlier time, as by the backup of a manager: what was done
 * since then has left no record. Kept until a person says that the records are right as they are.
 *
 * @param foundAt when a controller noticed
 * @param epoch the first of the lease since then; what bears an earlier one is from before
 */
public record SetBack(Instant foundAt, long epoch) {
  static final String KIND = "set-back";

  private static final String FOUND_AT = Labels.of("found-at");

  /** Why a job that may have run waits. */
  String told() {
    return "the Swarm's store was put back to an earlier time (found " + foundAt
        + "): nobody can tell whether this job has run since";
  }

  Map<String, String> labels(String owner) {
    var labels = RecordLabels.base(owner, KIND, "");
    labels.put(RecordLabels.HEAD, "true");
    labels.put(FOUND_AT, foundAt.toString());
    labels.put(StoreMark.EPOCH, Long.toString(epoch));
    return labels;
  }

  /** One that cannot be read holds all that it might. */
  static SetBack read(ObservedPayload config) {
    var labels = config.labels();
    try {
      RecordLabels.checkFormat(labels);
      return new SetBack(
          Instant.parse(RecordLabels.need(labels, FOUND_AT)),
          Long.parseLong(RecordLabels.need(labels, StoreMark.EPOCH)));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return new SetBack(config.createdAt(), Long.MAX_VALUE);
    }
  }
}
