package dev.skep.controller.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StackHistoryTest {
  private static final Instant AT = Instant.parse("2026-11-22T10:12:44Z");

  private static Receipt receipt(int number, String revision, boolean inPlace, String... what) {
    var since = inPlace ? Optional.of(AT) : Optional.<Instant>empty();
    return new Receipt("shop", number, Optional.of(revision), "", AT, since, List.of(what));
  }

  private static String text(Receipt... receipts) {
    return StackHistory.text(List.of(receipts), Terminal.pipe(true));
  }

  @Test
  void tellsWhatEachRevisionChangedAndWhatCameOfIt() {
    var repair = new Receipt(
        "shop",
        0,
        Optional.empty(),
        "",
        AT,
        Optional.empty(),
        List.of("service app: replicas 4 -> 2"));
    assertThat(text(
            repair,
            receipt(4, "d00d", false, "job migrate: runs, image a -> b"),
            receipt(3, "bad", false, "service web: env (1 restart)"),
            receipt(2, "9f3c", true, "job migrate: runs, env", "service app: env (2 restarts)"),
            receipt(1, "7be0", true)))
        .isEqualTo("""
            REV  AT                 REVISION  RESULT        WHAT CHANGED AND WHY
            -    2026-11-22 10:12Z  -         Repaired      service app: replicas 4 -> 2
            4    2026-11-22 10:12Z  d00d      under way     job migrate: runs, image a -> b
            3    2026-11-22 10:12Z  bad       not in place  service web: env (1 restart)
            2    2026-11-22 10:12Z  9f3c      Ready         job migrate: runs, env
                                                            service app: env (2 restarts)
            1    2026-11-22 10:12Z  7be0      Ready         nothing
            """);
  }

  @Test
  void tellsWhichCommitBroughtARevision() {
    var told = receipt(2, "9f3c", true, "service app: env (2 restarts)");
    assertThat(text(told.from("9f3c1e2 by Ada: orders: add currency"), receipt(1, "7be0", true)))
        .isEqualTo("""
            REV  AT                 REVISION  RESULT  WHAT CHANGED AND WHY
            2    2026-11-22 10:12Z  9f3c      Ready   9f3c1e2 by Ada: orders: add currency
                                                      service app: env (2 restarts)
            1    2026-11-22 10:12Z  7be0      Ready   nothing
            """);
  }

  @Test
  void saysNothingOfNothing() {
    assertThat(text()).isEmpty();
  }
}
