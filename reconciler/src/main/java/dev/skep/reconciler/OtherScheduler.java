package dev.skep.reconciler;

import dev.skep.model.DesiredService;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.Reason;
import java.util.Optional;

/**
 * swarm-cronjob, which runs services by labels that Skep reads too. While it is there it may run
 * what a job is to do, so those jobs wait until it is gone.
 */
final class OtherScheduler {
  private static final String REPOSITORY = "swarm-cronjob";

  private OtherScheduler() {}

  /** Whether a service is it, by whatever registry its image came. */
  static boolean is(ObservedService service) {
    if (service.desiredTasks() == 0) return false;
    var image = ImageDigest.name(service.spec());
    var name = image.substring(0, image.lastIndexOf(':'));
    return name.substring(name.lastIndexOf('/') + 1).equals(REPOSITORY);
  }

  /** What holds a job with a schedule of its labels. */
  static Optional<Gate> gate(DesiredService job, Observation observation) {
    boolean theirs = job.spec().object("Labels").text(Labels.CRONJOB + "enable").isPresent()
        && job.job().orElseThrow().schedule().isPresent();
    return observation
        .otherScheduler()
        .filter(service -> theirs)
        .map(service -> new Gate(
            Reason.OTHER_SCHEDULER,
            "service/" + service,
            "swarm-cronjob runs as service " + service + " and may run this job too; stop it first,"
                + " such as by: docker service scale " + service + "=0",
            true));
  }
}
