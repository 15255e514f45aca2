package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.reconciler.WorkQueue.Due;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private final WorkQueue<String> queue = new WorkQueue<>(Clock.SYSTEM);
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final Thread taker = Thread.ofPlatform().daemon().unstarted(this::take);

  private void take() {
    try {
      for (var due = queue.take(); due.isPresent(); due = queue.take()) {
        taken.add(due.get().key());
      }
      taken.add("closed");
    } catch (InterruptedException e) {
      taken.add("interrupted");
    }
  }

  @BeforeEach
  void start() {
    taker.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    queue.close();
    taker.join(5000);
    assertThat(taken).last().isEqualTo("closed");
  }

  private void takes(String... keys) {
    await().atMost(Duration.ofSeconds(10)).until(() -> taken.equals(List.of(keys)));
  }

  @Test
  void equalKeysCollapse() {
    queue.add("a", Duration.ofMillis(50));
    queue.add("a", Duration.ofMillis(60));
    queue.add("b", Duration.ofMillis(70));
    takes("a", "b");
  }

  @Test
  void theEarlierOfTwoTimesCounts() {
    queue.add("a", Duration.ofHours(1));
    queue.add("a", Duration.ZERO);
    takes("a");
  }

  @Test
  void aLaterWishDoesNotPutOffAnEarlier() {
    queue.add("a", Duration.ZERO);
    queue.add("a", Duration.ofHours(1));
    takes("a");
  }

  @Test
  void aKeyAtWorkIsHandedOutAgainOnlyWhenItIsDone() {
    queue.add("a", Duration.ZERO);
    takes("a");
    queue.add("a", Duration.ZERO);
    queue.add("b", Duration.ZERO);
    takes("a", "b");
    queue.done("a");
    takes("a", "b", "a");
  }

  @Test
  void whoeverComesAfterTheCloseGetsNothing() throws InterruptedException {
    queue.close();
    queue.add("a", Duration.ZERO);
    assertThat(queue.take()).isEqualTo(Optional.<Due<String>>empty());
  }

  @Test
  void itsPulseTellsWhatWaitsAndWhatIsWorkedOn() {
    queue.close();
    var swarm = new FakeSwarm(1);
    var own = new WorkQueue<String>(new FakeClock(swarm));
    own.add("a", Duration.ZERO);
    own.add("b", Duration.ofSeconds(1));
    own.add("c", Duration.ofSeconds(9));
    swarm.tick(Duration.ofSeconds(2));
    assertThat(own.poll().map(Due::key)).contains("a");
    swarm.tick(Duration.ofSeconds(3));

    var pulse = own.pulse(key -> "stack " + key);

    assertThat(pulse)
        .isEqualTo(new Pulse(
            1,
            Duration.ofSeconds(4),
            Duration.ofSeconds(3),
            Map.of("stack a", Duration.ofSeconds(3))));
    own.done("a");
    assertThat(own.pulse(key -> key).still()).isZero();
    assertThat(own.pulse(key -> key).underWay()).isEmpty();
  }
}
