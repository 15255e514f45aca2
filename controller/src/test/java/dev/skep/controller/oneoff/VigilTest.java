package dev.skep.controller.oneoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.status.TurnedClock;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is told while a job runs, and when nobody waits any longer. */
class VigilTest {
  private static final Duration START = Duration.ofSeconds(30);

  private final TurnedClock clock = new TurnedClock();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console = new Console(new ByteArrayOutputStream(), err, false);
  private boolean nodeLost;
  private int asked;
  private final Vigil vigil = new Vigil(START, clock, console, task -> {
    asked++;
    return nodeLost ? Optional.of(node()) : Optional.empty();
  });

  private ObservedNode node() {
    return new ObservedNode("n", "worker-1", "down", "active", clock.now());
  }

  private Optional<Ending> sees(TaskState state, String desired) {
    return vigil.look(Either.right(List.of(new ObservedTask(
        "t",
        "s",
        Optional.of("n").filter(n -> state != TaskState.PENDING),
        state,
        desired,
        "",
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        clock.now(),
        clock.now(),
        Tree.Obj.EMPTY))));
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aNodeThatIsLostIsToldOnceByItsName() {
    nodeLost = true;
    for (int i = 0; i < 50; i++) {
      assertThat(sees(TaskState.RUNNING, "shutdown")).isEmpty();
      clock.turn(Duration.ofMillis(100));
    }
    assertThat(told())
        .isEqualTo("skep: node worker-1 is lost, and nobody knows how the job gets on"
            + " there; waiting for the node, until --timeout or Ctrl-C\n");
    assertThat(asked).isLessThan(8);
    assertThat(vigil.lostNow()).isTrue();
    assertThat(vigil.lostNow()).as("told twice").isFalse();
  }

  @Test
  void aTaskThatTheEngineStopsIsWaitedForToo() {
    assertThat(sees(TaskState.RUNNING, "shutdown")).isEmpty();
    assertThat(told())
        .isEqualTo("skep: the engine stops it; waiting until its node tells how it ended\n");
  }

  @Test
  void noNodeTakesItInTime() {
    assertThat(sees(TaskState.PENDING, "running")).isEmpty();
    clock.turn(START);
    assertThat(sees(TaskState.PENDING, "running")).isEmpty();
    clock.turn(Duration.ofMillis(1));
    assertThat(sees(TaskState.PENDING, "running"))
        .contains(Ending.broken("no node took it within 30.0 s"));
  }

  @Test
  void theTimeForAPullDoesNotCount() {
    for (int i = 0; i < 3; i++) {
      assertThat(sees(TaskState.PREPARING, "running")).isEmpty();
      clock.turn(START);
    }
    assertThat(told()).isEmpty();
  }

  @Test
  void anEngineThatIsSilentForLongIsGivenUp() {
    var silence = new SwarmFault.Unreachable("no answer within 5 s");
    assertThat(vigil.look(Either.left(silence))).isEmpty();
    clock.turn(Duration.ofSeconds(121));
    assertThat(vigil.look(Either.left(silence)).orElseThrow().code()).isEqualTo(125);
    assertThat(told()).isEqualTo("skep: the engine does not answer: no answer within 5 s\n");
  }
}
