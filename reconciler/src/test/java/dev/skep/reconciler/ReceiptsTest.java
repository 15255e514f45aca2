package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Receipt;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was done to a stack and why stays on record. */
class ReceiptsTest {
  private final PassFixture shop = new PassFixture();

  private List<Receipt> receipts() {
    return new Records(shop.swarm, "team").receipts("shop").get();
  }

  private void scale(int replicas) {
    var app = shop.service("shop_app");
    shop.swarm.updateService(
        app.id(),
        app.version(),
        app.spec().with(List.of("Mode", "Replicated", "Replicas"), Tree.of(replicas)));
  }

  @Test
  void theFirstRevisionTellsAllThatIsMade() {
    shop.settle();
    var receipt = receipts().getFirst();
    assertThat(receipt.number()).isEqualTo(1);
    assertThat(receipt.revision()).contains("shop:1");
    assertThat(receipt.inPlace()).isPresent();
    assertThat(receipt.what())
        .containsExactly(
            "network default: made, not there yet",
            "job migrate: runs, first run",
            "service db: made, not there yet",
            "service app: made, not there yet");
  }

  @Test
  void anotherRevisionTellsWhatItChangesAndWhy() {
    shop.settle();
    shop.desired = ShopStack.of("shop:2");
    shop.settle();
    assertThat(receipts()).extracting(Receipt::number).containsExactly(2, 1);
    assertThat(receipts().getFirst().what())
        .containsExactly(
            "job migrate: runs, image shop:1 -> shop:2",
            "service app: image shop:1 -> shop:2 (2 restarts)");
  }

  @Test
  void aRevisionTellsItsCommit() {
    shop.desired = shop.desired.from("9f3c1e2 by Ada: orders: add currency");
    shop.settle();
    assertThat(receipts().getFirst().origin()).isEqualTo("9f3c1e2 by Ada: orders: add currency");
  }

  @Test
  void aRevisionThatNeverCameIntoPlaceSaysSo() {
    shop.settle();
    shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1)));
    shop.desired = ShopStack.of("shop:2");
    shop.pass(Duration.ofSeconds(30));
    shop.attempts(Behaviour.exits(0, Duration.ofSeconds(1)));
    shop.desired = ShopStack.of("shop:3");
    shop.pass(Duration.ofMinutes(2));
    assertThat(receipts())
        .extracting(Receipt::inPlace)
        .satisfiesExactly(
            newest -> assertThat(newest).isPresent(),
            failed -> assertThat(failed).isEmpty(),
            first -> assertThat(first).isPresent());
  }

  @Test
  void aRevisionThatIsInPlaceIsToldOnce() {
    shop.settle();
    long writes = shop.writesBesideTheLease();
    shop.restart("holder-2");
    shop.pass(Duration.ofMinutes(1));
    assertThat(receipts()).hasSize(1);
    assertThat(writes).isPositive();
  }

  @Test
  void aRevisionThatComesBackIsANewOne() {
    shop.settle();
    shop.desired = ShopStack.of("shop:2");
    shop.settle();
    shop.desired = ShopStack.of("shop:1");
    shop.settle();
    assertThat(receipts()).extracting(Receipt::number).containsExactly(3, 2, 1);
    assertThat(receipts().getFirst().what())
        .containsExactly("service app: image shop:2 -> shop:1 (2 restarts)");
  }

  @Test
  void aRepairTellsWhatWasChangedOutside() {
    shop.settle();
    scale(9);
    shop.pass();
    var repair = receipts().getFirst();
    assertThat(repair.repair()).isTrue();
    assertThat(repair.what())
        .containsExactly("service app: replicas 9 -> 2 (changed outside, put back)");
  }

  @Test
  void aServiceThatWasRemovedIsToldToo() {
    shop.settle();
    shop.swarm.removeService(shop.service("shop_app").id());
    shop.pass();
    assertThat(receipts().getFirst().what())
        .containsExactly("service app: made again (removed outside)");
  }

  @Test
  void onlyTheNewestAreKept() {
    for (int i = 1; i <= Records.RECEIPTS + 5; i++) {
      shop.desired = ShopStack.of("shop:" + i);
      shop.settle();
    }
    assertThat(receipts()).hasSize(Records.RECEIPTS);
    assertThat(receipts().getFirst().number()).isEqualTo(Records.RECEIPTS + 5);
  }

  @Test
  void aLongListIsTold() {
    var many = IntStream.range(0, 200)
        .mapToObj(i -> "service number-" + i + ": made, not there yet")
        .toList();
    var receipt = Receipt.of("shop", 1, Optional.of("rev"), Instant.EPOCH, many);
    assertThat(String.join("\n", receipt.what())).hasSizeLessThan(1050);
    assertThat(receipt.what().getLast()).matches("and 1\\d\\d more");
  }
}
