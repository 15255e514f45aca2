package dev.skep.reconciler;

import static java.time.Duration.ofSeconds;

import dev.skep.model.ExitCodes;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.Backoff;
import dev.skep.model.JobPolicy.Limits;
import dev.skep.model.JobPolicy.NewRevision;
import dev.skep.model.JobPolicy.NodeLost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * What a manifest says of a job, drawn at random.
 *
 * @param work tells one piece of work from another
 * @param wanted the manifest has the job at all
 */
record RandomManifest(int work, JobPolicy policy, boolean wanted) {
  static final RandomManifest FIRST = new RandomManifest(0, JobPolicy.DEFAULT, true);

  static RandomManifest of(Random random) {
    return new RandomManifest(random.nextInt(4), policy(random), random.nextInt(8) > 0);
  }

  /** What holds for a job: the policy goes with the manifest. */
  JobPolicy present() {
    return wanted ? policy : JobPolicy.DEFAULT;
  }

  static JobPolicy policy(Random random) {
    var limit = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(3));
    var rules = List.of(
        rule(ExitCodes.Effect.SUCCESS, 2),
        rule(ExitCodes.Effect.FAIL, 3),
        rule(ExitCodes.Effect.IGNORE, 75));
    return JobPolicy.DEFAULT
        .retrying(random.nextInt(6) > 0, limit, new Backoff(ofSeconds(3), 2, ofSeconds(20)))
        .with(random.nextBoolean() ? new ExitCodes(rules) : ExitCodes.NONE)
        .with(new Limits(seldom(random, 60), seldom(random, 20), ofSeconds(30)))
        .with(nodeLost(random))
        .with(random.nextBoolean() ? NewRevision.CANCEL : NewRevision.WAIT)
        .with(new JobPolicy.Keep(ofSeconds(random.nextInt(2) * 30L), ofSeconds(20), 10))
        .suspended(random.nextInt(30) == 0);
  }

  private static Optional<Duration> seldom(Random random, int seconds) {
    return random.nextInt(4) == 0 ? Optional.of(ofSeconds(seconds)) : Optional.empty();
  }

  private static NodeLost nodeLost(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> NodeLost.WAIT;
      case 1 -> NodeLost.FAIL;
      default -> new NodeLost(NodeLost.Kind.RETRY, ofSeconds(10));
    };
  }

  private static ExitCodes.Rule rule(ExitCodes.Effect effect, int code) {
    return new ExitCodes.Rule(effect, List.of(new ExitCodes.Range(code, code)));
  }
}
