package dev.skep.e2e;

import static dev.skep.e2e.OneOffs.POLITE;
import static dev.skep.e2e.OneOffs.ends;
import static dev.skep.e2e.OneOffs.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The node on which jobs of {@code skep run} are at work loses power, and comes back. */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.long", matches = "true")
class RunLossIT {
  private static final int WORKER = 1;

  private static SwarmLab lab;

  @BeforeAll
  static void form() {
    lab = SwarmLab.start(2);
    var manager = new Engine(lab);
    manager.lines("docker node demote node-1");
    manager.lines("docker swarm update --dispatcher-heartbeat 1s");
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  private static SkepProcess onTheWorker(OneOffs jobs, String... flags) {
    var all = new String[flags.length + 2];
    all[0] = "--constraint";
    all[1] = "node.hostname==node-1";
    System.arraycopy(flags, 0, all, 2, flags.length);
    var job = jobs.shell(POLITE, all);
    waiting("output").until(() -> job.out().equals("on\n"));
    return job;
  }

  @Test
  void itIsToldAndWaitedForUntilSomethingElseEndsTheWait() {
    var interrupted = new OneOffs(lab);
    var limited = new OneOffs(lab);
    var waited = new OneOffs(lab);
    var first = onTheWorker(interrupted);
    var second = onTheWorker(limited, "--timeout", "45s");
    var third = onTheWorker(waited);

    lab.killNode(WORKER);

    for (var job : new SkepProcess[] {first, second, third})
      waiting("words").until(() -> job.err().contains("node node-1 is lost, and nobody knows"));
    first.interrupt();
    ends(first, 130);
    assertThat(first.err()).contains("its container may still run on node node-1");
    ends(second, 124);
    assertThat(second.err())
        .contains("not ended within 45.0 s", "its container may still run on node node-1");
    assertThat(third.alive()).isTrue();

    lab.startNode(WORKER);

    // So the engine says of a container that died with it.
    ends(third, 255);
    assertThat(third.out()).as("once, though the node sends it again").isEqualTo("on\n");
    waiting("nothing is left").until(() -> interrupted.left().isEmpty());
    for (var jobs : new OneOffs[] {interrupted, limited, waited}) jobs.close();
  }
}
