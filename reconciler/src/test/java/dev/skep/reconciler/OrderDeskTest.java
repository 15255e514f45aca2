package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Either;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderDeskTest {
  private static final SwarmFault STALE = new SwarmFault.Stale("version 7 is gone");
  private static final SwarmFault AWAY = new SwarmFault.Unreachable("nobody answers");
  private static final SwarmFault LOST = new SwarmFault.OutcomeUnknown("no answer");

  private int looks;

  /** An order of which each look decides to write, with these outcomes in turn; the last stays. */
  private Either<SwarmFault, String> obey(List<Either<SwarmFault, String>> outcomes) {
    Deque<Either<SwarmFault, String>> left = new ArrayDeque<>(outcomes);
    return OrderDesk.obey("stack shop", () -> {
      looks++;
      return Either.right(() -> left.size() > 1 ? left.pop() : left.peek());
    });
  }

  @Test
  void looksAgainWhenSomebodyWroteInBetween() {
    assertThat(obey(List.of(Either.left(STALE), Either.left(LOST), Either.right("done")))
            .get())
        .isEqualTo("done");
    assertThat(looks).isEqualTo(3);
  }

  @Test
  void doesNotAskADeadEngineTwice() {
    assertThat(obey(List.of(Either.left(AWAY))).getLeft()).isEqualTo(AWAY);
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void givesUpWhenOthersKeepWriting() {
    assertThat(obey(List.of(Either.left(STALE))).getLeft())
        .isEqualTo(new SwarmFault.Rejected("somebody else keeps writing the records of stack shop;"
            + " nothing was done, try again"));
  }

  @Test
  void saysNotThatNothingWasDoneWhenNobodyKnows() {
    assertThat(obey(List.of(Either.left(LOST))).getLeft()).isEqualTo(LOST);
  }

  @Test
  void whatCannotBeDecidedIsNotDecidedAgain() {
    var refused = new SwarmFault.Absent("no stack shop");
    assertThat(OrderDesk.obey("stack shop", () -> {
          looks++;
          return Either.left(refused);
        }))
        .isEqualTo(Either.left(refused));
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void aNoteIsCutToWhatARecordHolds() {
    assertThat(OrderDesk.brief(" audit\n")).isEqualTo("audit");
    assertThat(OrderDesk.brief("x".repeat(1000))).hasSize(300);
  }
}
