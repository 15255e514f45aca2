package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import dev.skep.proxy.Exchange;
import dev.skep.proxy.Fault;
import dev.skep.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job runs once, and never twice at a time, with two controllers that both believe they lead.
 * Every case is a new revision of one stack, so that its database stays and remembers all runs.
 */
@Tag("alone")
class TwoControllersIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String LEASE = "--lease-duration=2s";

  @TempDir
  private static Path folder;

  private static final List<String> RUNS = new ArrayList<>();

  private static TestStack stack;
  private static Witness witness;

  @BeforeAll
  static void deploy() throws IOException {
    stack =
        TestStack.of(SwarmLab.single(), "two", Files.createDirectories(source().resolve("two")));
    witness = new Witness(stack);
    var skep = stack.apply(next("first", "0.1"));
    assertThat(skep.exitCode(PATIENCE)).as(skep.toString()).isZero();
  }

  @AfterAll
  static void clean() {
    stack.close();
  }

  /** Lag: how long the first one's writes take, so that the second catches up with it. */
  @ParameterizedTest(name = "started {0} ms apart, the first one''s writes {1} ms late")
  @CsvSource({"0, 0", "0, 40", "300, 100"})
  void twoWithoutALeaseRunAJobOnce(long apart, long lag) throws IOException {
    var file = next("apart " + apart + " " + lag, "0.5");
    try (var proxy = FaultProxy.before(stack.host(), folder.resolve("slow"))) {
      proxy.always(Exchange::isWrite, new Fault.Delay(Duration.ofMillis(lag)));
      var first = stack.applyAt(proxy.host(), file, "--without-lease");
      var second = CompletableFuture.supplyAsync(
              () -> stack.apply(file, "--without-lease"),
              CompletableFuture.delayedExecutor(apart, TimeUnit.MILLISECONDS))
          .join();
      assertThat(first.exitCode(PATIENCE)).as(first.toString()).isZero();
      assertThat(second.exitCode(PATIENCE)).as(second.toString()).isZero();
    }
    eachRanOnce();
  }

  /** Where the leader loses its time; what it was about to send comes late, or never. */
  private enum Moment {
    INTENDED(false),
    CREATING(true),
    RECORDING_THE_ID(true),
    STARTING(true),
    RUNNING(false);

    final boolean underWay;

    Moment(boolean underWay) {
      this.underWay = underWay;
    }

    Predicate<Exchange> request() {
      var record = "/configs/" + stack.records("job").getFirst() + "/";
      return switch (this) {
        case INTENDED -> Writes.nth(1, Writes.post(record));
        case CREATING -> Writes.nth(1, Writes.post("/services/create"));
        case RECORDING_THE_ID -> Writes.nth(2, Writes.post(record));
        case STARTING, RUNNING -> Writes.nth(1, Writes.post("/services/[a-z0-9]+/update"));
      };
    }

    Fault fault(Runnable freeze, Fault.Gate gate) {
      return underWay ? new Fault.First(freeze, new Fault.Pause(gate)) : new Fault.After(freeze);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFrozenLeaderComesBackToAJobThatAnotherHasEnded(Moment moment) throws IOException {
    next("frozen " + moment, "1.5");
    try (var proxy = FaultProxy.before(stack.host(), folder.resolve("frozen"))) {
      var writes = new Writes(proxy, stack.leaseId());
      var gate = new Fault.Gate();
      var old = new AtomicReference<SkepProcess>();
      var before = new CompletableFuture<Integer>();
      Runnable freeze = () -> {
        old.get().freeze();
        before.complete(writes.all().size() - (moment.underWay ? 1 : 0));
      };
      proxy.once(moment.request(), moment.fault(freeze, gate));
      old.set(controller(proxy.host(), "old"));
      await().atMost(PATIENCE).until(before::isDone);

      var young = controller(stack.host(), "young");
      await().atMost(PATIENCE).until(() -> young.toString().contains("is in place"));
      eachRanOnce();
      gate.release();
      int asked = proxy.requests();
      old.get().thaw();

      await().atMost(PATIENCE).until(() -> old.get().toString().contains("standing by"));
      await().atMost(PATIENCE).until(() -> proxy.requests() > asked + 10);
      changedNothing(writes.all().stream().skip(before.join()));
      eachRanOnce();
      assertThat(young.alive()).as(young.toString()).isTrue();
      young.terminate();
      young.exitCode(PATIENCE);
      old.get().kill();
    }
  }

  private static SkepProcess controller(String host, String name) {
    var status = folder.resolve("status-" + name).toString();
    return stack.skep(
        host, "controller", "--source", source().toString(), "--status", status, LEASE);
  }

  /** The stack's record apart, whose change may be on its way together with the job's. */
  private static void changedNothing(Stream<Exchange> late) {
    var record = "/configs/" + stack.records("stack").getFirst() + "/";
    assertThat(late.filter(e -> !e.path().startsWith(record)))
        .as("late writes")
        .allMatch(e -> e.status() >= 400);
  }

  private static Path source() {
    return folder.resolve("source");
  }

  private static Path next(String run, String secondsOfWork) {
    RUNS.add(run);
    return stack.writeWitnessed(run, secondsOfWork);
  }

  private static void eachRanOnce() {
    witness.sawEachOnce(RUNS.toArray(String[]::new));
    assertThat(stack.attemptContainers("migrate")).as("containers").hasSize(RUNS.size());
    assertThat(stack.attempts()).as("attempt services").hasSize(RUNS.size());
  }
}
