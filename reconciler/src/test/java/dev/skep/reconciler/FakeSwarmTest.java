package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Tree;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** The fake engine keeps the contract of the real ones. */
class FakeSwarmTest extends SwarmContract {
  private final FakeSwarm swarm = new FakeSwarm();

  FakeSwarmTest() {
    swarm.behave(runs(ENDS_WELL), Behaviour.exits(0, Duration.ofMillis(50)));
    swarm.behave(runs(FAILS), Behaviour.exits(3, Duration.ofMillis(50), "one", "two", "three"));
  }

  private static Predicate<Tree.Obj> runs(String... program) {
    var args = Tree.strings(List.of(program));
    return spec ->
        spec.at("TaskTemplate", "ContainerSpec", "Args").filter(args::equals).isPresent();
  }

  @Override
  protected Swarm swarm() {
    return swarm;
  }

  @Override
  protected void await(Callable<Boolean> condition) {
    try {
      for (int i = 0; !condition.call(); i++) {
        assertThat(i).as("rounds waited").isLessThan(600);
        swarm.tick(Duration.ofMillis(100));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
