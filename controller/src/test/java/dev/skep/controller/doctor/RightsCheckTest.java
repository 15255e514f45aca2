package dev.skep.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.FakeSwarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RightsCheckTest {
  private final FakeSwarm swarm = new FakeSwarm();

  @Test
  void leavesNothingBehindNotEvenWhatAnotherLeft() {
    other("old");
    swarm.tick(Duration.ofMinutes(11));

    var probe = RightsCheck.probe(swarm, "team", "new", Clock.SYSTEM);

    assertThat(probe.get().ahead()).isPresent();
    assertThat(swarm.payloads(Kind.CONFIG, Map.of()).get()).isEmpty();
  }

  @Test
  void oneThatIsAtItJustNowIsLeftAlone() {
    other("theirs");
    RightsCheck.probe(swarm, "team", "new", Clock.SYSTEM);
    assertThat(swarm.payloads(Kind.CONFIG, Map.of()).get()).hasSize(1);
  }

  private void other(String name) {
    var labels = Map.of(Labels.OWNER, "team", Labels.KIND, "doctor");
    swarm.createPayload(Kind.CONFIG, name, labels, new byte[] {'-'}, Tree.Obj.EMPTY);
  }

  @Test
  void whoMayNotWriteIsToldSo() {
    var found = RightsCheck.of(Either.left(new SwarmFault.Rejected("forbidden")));
    assertThat(found).extracting(Finding::grade).containsExactly(Grade.FAIL);
    assertThat(found.getFirst().said()).endsWith("forbidden");
  }

  @Test
  void theLeadersClockIsComparedToo() {
    var probe = new RightsCheck.Probe(Optional.of(Duration.ofMinutes(2)), Duration.ZERO);
    assertThat(RightsCheck.of(Either.right(probe)))
        .extracting(Finding::grade)
        .containsExactly(Grade.OK, Grade.FAIL);
  }
}
