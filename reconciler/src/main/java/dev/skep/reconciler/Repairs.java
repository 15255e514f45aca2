package dev.skep.reconciler;

import dev.skep.model.JobPolicy.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How often services of one stack were put right that somebody else had changed. Now and then is
 * what an operator is for; again and again is a fight, in which we wait longer each time.
 */
final class Repairs {
  /** Somebody keeps undoing it: how often it was put right, and when it will be next. */
  record Contest(int times, Instant until) {}

  private record Last(int times, Instant at) {}

  private static final int AT_ONCE = 3;
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);
  private static final Backoff PAUSE = new Backoff(Duration.ofSeconds(5), 2, Duration.ofMinutes(5));

  private final Map<String, Last> last = new HashMap<>();

  void made(String service, Instant now) {
    last.merge(service, new Last(1, now), (before, first) -> {
      boolean forgotten = Duration.between(before.at(), now).compareTo(FORGOTTEN) > 0;
      return forgotten ? first : new Last(before.times() + 1, now);
    });
  }

  /** By service, for those that wait. */
  Map<String, Contest> contests(Instant now) {
    var out = new HashMap<String, Contest>();
    last.forEach((service, repair) -> {
      var pause = Backoffs.after(PAUSE, repair.times() - AT_ONCE + 1, service);
      var left = Backoffs.remaining(pause, repair.at(), now);
      if (!left.isZero()) out.put(service, new Contest(repair.times(), now.plus(left)));
    });
    return out;
  }
}
