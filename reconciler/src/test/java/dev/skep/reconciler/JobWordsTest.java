package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.JobPhase;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JobWordsTest {
  private final PassFixture shop = new PassFixture();

  private String told() {
    var job = shop.survey().jobs().getFirst();
    assertThat(job.phase()).isEqualTo(JobPhase.FAILED);
    assertThat(shop.survey().summary()).isEqualTo(shop.pass().status().summary());
    return JobWords.told(job);
  }

  @Test
  void aFailureIsToldByItsExitCodeAndHowOftenItWasTried() {
    shop.attempts(Behaviour.exits(1, Duration.ofSeconds(2), "no such table"));
    var twice = ShopStack.POLICY.retrying(true, OptionalInt.of(1), ShopStack.POLICY.backoff());
    shop.desired = ShopStack.of("shop:1", twice);
    shop.pass(Duration.ofMinutes(2));
    assertThat(told()).isEqualTo("job migrate failed (exit 1, 2 of 2 attempts)");
  }

  @Test
  void whoGaveItUpIsTold() {
    shop.attempts(Behaviour.forEver());
    shop.pass(Duration.ofSeconds(10));
    shop.commands().cancel("shop_migrate", "wrong database").get();
    shop.pass(Duration.ofMinutes(1));
    assertThat(told()).isEqualTo("job migrate is cancelled by order: wrong database");
  }
}
