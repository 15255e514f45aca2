package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import dev.skep.proxy.Fault;
import dev.skep.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills Skep at a write, starts it again, and wants the end that an undisturbed run has. {@code
 * -Dskep.crash=all} takes every write of the run in three ways, otherwise a sample.
 */
@Tag("alone")
class CrashIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String LEASE = "--lease-duration=1s";
  private static final int SAMPLE = 4;

  /** What becomes of the write at which the process dies. */
  private enum Kind {
    /** The engine never sees it. */
    LOST,
    /** Done, and the process does not learn of it. */
    UNANSWERED,
    /** Done, and the process may have learnt of it. */
    ANSWERED;

    Fault fault(Runnable kill) {
      return switch (this) {
        case LOST -> new Fault.First(kill, new Fault.DropBefore());
        case UNANSWERED -> new Fault.After(kill);
        case ANSWERED -> new Fault.Answered(kill);
      };
    }
  }

  private record Point(int write, Kind kind) {
    @Override
    public String toString() {
      return write + "/" + kind.name().toLowerCase(Locale.ROOT);
    }
  }

  @TempDir
  private static Path folder;

  private static final Cleaner CLEANER = new Cleaner();
  private static final List<Point> PASSED = new ArrayList<>();

  private static TestStack owner;
  private static EndState reference;
  private static int writes;
  private static long begun;

  /** Runs twice: what differs between two undisturbed runs must not be asked of a disturbed one. */
  @BeforeAll
  static void learn() throws IOException {
    begun = System.nanoTime();
    owner = TestStack.of(SwarmLab.single(), "crash", folder);
    var first = new TestStack[] {owner.named("crash-first"), owner.named("crash-second")};
    finish(first[0]);
    reference = EndState.of(first[0]);
    try (var proxy = FaultProxy.before(owner.host(), folder.resolve("learn"))) {
      finishAt(proxy.host(), first[1]);
      var seen = new Writes(proxy, owner.leaseId()).all();
      writes = seen.size();
      seen.forEach(w -> System.out.println("a write of the run: " + w.method() + " " + w.path()));
    }
    assertThat(EndState.of(first[1])).isEqualTo(reference);
    for (var stack : first) CLEANER.remove(stack);
  }

  @AfterAll
  static void clean() {
    CLEANER.close();
    owner.close();
    System.out.printf(
        "crash points: %d of %d (%d writes, each in %d ways), %d passed, %d s%n",
        points().size(),
        writes * Kind.values().length,
        writes,
        Kind.values().length,
        PASSED.size(),
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  @TestFactory
  Stream<DynamicTest> anotherRunEndsWhatAKilledOneBegan() {
    return points().stream()
        .map(point -> DynamicTest.dynamicTest("killed at write " + point, () -> crashAt(point)));
  }

  private static List<Point> points() {
    var all = IntStream.rangeClosed(1, writes)
        .boxed()
        .flatMap(write -> Stream.of(Kind.values()).map(kind -> new Point(write, kind)))
        .toList();
    if ("all".equals(System.getProperty("skep.crash"))) return all;
    return IntStream.range(0, SAMPLE)
        .mapToObj(i -> all.get(i * (all.size() - 1) / (SAMPLE - 1)))
        .toList();
  }

  private static void crashAt(Point point) throws IOException {
    long from = System.nanoTime();
    var stack = owner.named("crash-" + point.write() + "-" + point.kind().ordinal());
    try {
      killAt(point, stack);
      finish(stack);
      assertThat(EndState.of(stack)).isEqualTo(reference);
    } finally {
      CLEANER.remove(stack);
    }
    PASSED.add(point);
    System.out.printf("crash point %s: ok in %.1f s%n", point, (System.nanoTime() - from) / 1e9);
  }

  private static void killAt(Point point, TestStack stack) {
    try (var proxy = FaultProxy.before(stack.host(), folder.resolve(stack.name()))) {
      var victim = new AtomicReference<SkepProcess>();
      proxy.once(
          new Writes(proxy, stack.leaseId()).nth(point.write()),
          point.kind().fault(() -> victim.get().kill()));
      victim.set(apply(proxy.host(), stack));
      int exitCode = victim.get().exitCode(PATIENCE);
      assertThat(exitCode).as("killed: %s", victim.get()).isEqualTo(128 + 9);
    }
  }

  private static void finish(TestStack stack) {
    finishAt(stack.host(), stack);
  }

  private static void finishAt(String host, TestStack stack) {
    var skep = apply(host, stack);
    assertThat(skep.exitCode(PATIENCE)).as(skep.toString()).isZero();
    new Witness(stack).sawEachOnce("once");
    assertThat(stack.attemptContainers("migrate")).as("containers of the job").hasSize(1);
  }

  private static SkepProcess apply(String host, TestStack stack) {
    return stack.applyAt(host, stack.writeWitnessed("once", "0.3"), LEASE);
  }
}
