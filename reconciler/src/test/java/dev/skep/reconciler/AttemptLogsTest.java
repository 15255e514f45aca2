package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredStack;
import dev.skep.model.JobPhase;
import dev.skep.reconciler.AttemptLogs.Log;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log of an attempt, wherever it is, and without what secrets hold. */
class AttemptLogsTest {
  private static final String NAME = "shop_migrate";
  private static final OptionalInt NEWEST = OptionalInt.empty();
  private static final int ALL = 1000;

  private final PassFixture shop = new PassFixture();

  @BeforeEach
  void useASecret() {
    var plain = shop.desired;
    shop.desired = new DesiredStack(
        "shop",
        plain.revision(),
        plain.services(),
        plain.networks(),
        List.of(ShopStack.secret("correct-horse\n")));
  }

  private JobFacts facts() {
    return JobFacts.read(shop.swarm, "team", "cluster", shop.clock(), NAME).get();
  }

  private Either<SwarmFault, Log> read(OptionalInt attempt, int most) {
    return new AttemptLogs(shop.swarm, "team").read(facts(), attempt, most);
  }

  private String missing(OptionalInt attempt) {
    var fault = read(attempt, ALL).getLeft();
    assertThat(fault).isInstanceOf(SwarmFault.Absent.class);
    return fault.message();
  }

  private void untilItRuns() {
    while (shop.pass().status().jobs().getFirst().phase() != JobPhase.RUNNING) shop.pass();
  }

  @Test
  void comesFromTheEngineWhileItRuns() {
    shop.attempts(Behaviour.exits(0, Duration.ofMinutes(1), "login correct-horse", "and on"));
    untilItRuns();
    var log = read(NEWEST, ALL).get();
    assertThat(log.attempt()).isEqualTo(1);
    assertThat(log.end()).isEmpty();
    assertThat(log.lines()).containsExactly("login ********", "and on");
    assertThat(read(NEWEST, 1).get().lines()).containsExactly("and on");
  }

  @Test
  void comesFromTheRecordAfterwards() {
    shop.attempts(Behaviour.exits(0, Duration.ofSeconds(2), "login correct-horse", "and on"));
    shop.settle();
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.attempts()).isEmpty();
    var log = read(NEWEST, ALL).get();
    assertThat(log.end().orElseThrow().number()).isEqualTo(1);
    assertThat(log.lines()).containsExactly("login ********", "and on");
    assertThat(read(NEWEST, 1).get().lines()).containsExactly("and on");
  }

  @Test
  void isThatOfTheAttemptAskedFor() {
    shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1), "first"));
    untilItRuns();
    while (facts().attempts().isEmpty()) shop.pass();
    shop.attempts(Behaviour.exits(0, Duration.ofSeconds(1), "second"));
    shop.settle();
    assertThat(read(NEWEST, ALL).get().lines()).containsExactly("second");
    assertThat(read(OptionalInt.of(1), ALL).get().lines()).containsExactly("first");
    assertThat(missing(OptionalInt.of(7)))
        .contains("no attempt 7 of job " + NAME, "skep history job " + NAME);
  }

  @Test
  void isMissedBeforeAnythingHasRun() {
    shop.pass();
    shop.pass();
    assertThat(missing(NEWEST)).isEqualTo("no attempt of job shop_migrate has begun yet");
  }

  @Test
  void isMissedWhenItIsNoLongerKept() {
    shop.settle();
    shop.drop("log");
    assertThat(missing(NEWEST)).contains("the log of attempt 1", "no longer kept");
  }

  @Test
  void isMissedWhenTheServiceIsGone() {
    shop.attempts(Behaviour.exits(0, Duration.ofMinutes(9), "working"));
    untilItRuns();
    shop.swarm.removeService(shop.attempts().getFirst().id());
    assertThat(missing(NEWEST)).contains("the service of attempt 1", "is gone");
  }

  @Test
  void ofAPersonsWordThereIsNone() {
    shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1), "the last of ours"));
    shop.desired = new DesiredStack(
        "shop",
        "once",
        ShopStack.of(
                "shop:1",
                ShopStack.POLICY.retrying(false, OptionalInt.empty(), ShopStack.POLICY.backoff()))
            .services(),
        shop.desired.networks(),
        List.of());
    shop.settle();
    shop.commands().resolve(NAME, JobCommands.As.SUCCEEDED, "by hand");
    shop.settle();
    assertThat(read(NEWEST, ALL).get().lines()).containsExactly("the last of ours");
    assertThat(read(OptionalInt.of(2), ALL).get().lines()).isEmpty();
  }
}
