package dev.skep.reconciler;

import static java.time.Duration.ofSeconds;

import dev.skep.model.DesiredStack;
import dev.skep.model.JobPolicy;
import dev.skep.model.Labels;
import dev.skep.model.LockedImage;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The stack of a simulation: each of its revisions is an image with a job policy of its own, drawn
 * from the seed, and what an attempt does follows from its name.
 */
final class SimulatedShop {
  static final int REVISIONS = 4;

  /** A revision whose job succeeds at once: what people push when nothing else helps. */
  static final int FIX = 9;

  private static final int KINDS = 16;
  private static final int[] CODES = {0, 0, 0, 0, 1, 1, 1, 2, 3, 75};

  private static final List<Width> WIDE =
      List.of(Width.ONE, new Width(3), Width.EVERY_NODE, new Width(2));

  /** Of the job of each revision. */
  private final List<Width> widths;

  private final Map<Integer, JobPolicy> policies = new HashMap<>();
  private final Map<String, Integer> revisions = new HashMap<>();

  SimulatedShop(long seed) {
    widths = seed % 2 == 0 ? List.of(Width.ONE) : WIDE;
    for (int n = 1; n <= REVISIONS; n++) {
      policies.put(n, RandomManifest.policy(new Random(31 * seed + n)).suspended(false));
    }
    policies.put(FIX, ShopStack.POLICY);
    for (int n : policies.keySet()) {
      var stack = revision(n);
      var job = stack.services().get("migrate");
      RunKeys.of(RunKeys.ALGORITHMS, stack, job).forEach(key -> revisions.put(key, n));
    }
  }

  DesiredStack revision(int number) {
    return ShopStack.of("shop:" + number, policies.get(number), widths.get(number % widths.size()));
  }

  /** Of the run that has this key. */
  JobPolicy policy(String key) {
    return policies.get(revisionOf(key));
  }

  String image(String key) {
    return "shop:" + revisionOf(key);
  }

  private int revisionOf(String key) {
    return revisions.get(RunKey.withoutToken(key));
  }

  void behave(FakeSwarm swarm, Random random) {
    for (int i = 0; i < KINDS; i++) {
      int kind = i;
      var behaviour = behaviour(random);
      swarm.behave(
          s -> isAttempt(s) && Math.floorMod(s.text("Name").hashCode(), KINDS) == kind, behaviour);
    }
    var fixed = revision(FIX).services().get("migrate").spec();
    var image = ImageDigest.name(fixed);
    swarm.behave(
        s -> isAttempt(s) && ImageDigest.name(s).equals(image), Behaviour.exits(0, ofSeconds(2)));
  }

  /** From now on names of images stand for something else, or are not to be found. */
  static void move(FakeSwarm swarm, Random random) {
    var images = new HashMap<String, LockedImage>();
    for (int n = 1; n <= FIX; n++) {
      if (random.nextInt(3) == 0) continue;
      var digest = "sha256:" + Integer.toHexString(random.nextInt(16)).repeat(64);
      images.put("shop:" + n, new LockedImage(digest, List.of("linux/amd64")));
    }
    swarm.registries(images);
  }

  private static Behaviour behaviour(Random random) {
    var start = Duration.ofMillis(100 + random.nextInt(random.nextInt(6) == 0 ? 30_000 : 1000));
    if (random.nextInt(KINDS) == 0) return Behaviour.rejected("No such image").startingAfter(start);
    int code = CODES[random.nextInt(CODES.length)];
    int seconds = 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 6);
    return Behaviour.exits(code, ofSeconds(seconds), "exit " + code).startingAfter(start);
  }

  static boolean isAttempt(Tree.Obj spec) {
    return spec.text("Labels", Labels.KIND).equals(Optional.of("attempt"));
  }

  /** Whether all containers of an attempt, of which this is one, came to a good end. */
  static boolean done(FakeSwarm swarm, FakeContainer one) {
    var all = swarm
        .state()
        .containers
        .values()
        .filter(c -> c.serviceId().equals(one.serviceId()))
        .toJavaList();
    var width = one.label(Labels.TASKS).orElse("1");
    return (width.equals(Width.EVERY_NODE.text()) || all.size() >= Long.parseLong(width))
        && all.stream().allMatch(c -> completed(swarm, c));
  }

  private static boolean completed(FakeSwarm swarm, FakeContainer container) {
    var ends = container.ends();
    if (ends.isEmpty() || ends.get().isAfter(swarm.now())) return false;
    var behaviour = swarm.behaviourOf(container.service());
    var byItself = behaviour.runsFor().map(container.started()::plus);
    return behaviour.exitCode() == 0 && ends.equals(byItself);
  }
}
