package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import dev.skep.reconciler.Difference.Line;
import dev.skep.reconciler.Difference.Verb;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What would change, told without changing anything. */
class PreviewTest {
  private final PassFixture shop = new PassFixture();

  private Difference preview() {
    var before = shop.writesBesideTheLease();
    var found = Preview.of(shop.swarm, "team", "cluster", shop.clock(), List.of(shop.desired))
        .get();
    assertThat(shop.writesBesideTheLease()).isEqualTo(before);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private Line line(String what) {
    return preview().lines().stream()
        .filter(l -> l.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  private void edit(String service, List<String> path, Tree value) {
    var services = new HashMap<>(shop.desired.services());
    services.computeIfPresent(
        service,
        (name, s) -> new DesiredService(name, s.spec().with(path, value), s.dependsOn(), s.job()));
    shop.desired = new DesiredStack(
        "shop", "edited", services, shop.desired.networks(), shop.desired.payloads());
  }

  @Test
  void ofAStackThatIsNotThereIsAllOfItInOrder() {
    assertThat(preview().lines())
        .extracting(Line::verb, Line::what, Line::waitsFor)
        .containsExactly(
            tuple(Verb.CREATE, "network default", Optional.empty()),
            tuple(Verb.RUN, "job migrate", Optional.of("service/db")),
            tuple(Verb.CREATE, "service db", Optional.empty()),
            tuple(Verb.CREATE, "service app", Optional.of("job/migrate")));
  }

  @Test
  void ofAStackInPlaceIsNothing() {
    shop.settle();
    var difference = preview();
    assertThat(difference.none()).isTrue();
    assertThat(difference.unchanged()).isEqualTo(3);
  }

  @Test
  void aNewImageRunsTheJobAndRestartsTheTasksBehindIt() {
    shop.settle();
    shop.desired = ShopStack.of("shop:2");
    assertThat(line("job migrate").verb()).isEqualTo(Verb.RUN);
    assertThat(line("job migrate").details()).containsExactly("image shop:1 -> shop:2");
    var app = line("service app");
    assertThat(app.restarts()).isEqualTo(2);
    assertThat(app.details()).containsExactly("image shop:1 -> shop:2");
    assertThat(app.waitsFor()).contains("job/migrate");
    assertThat(preview().unchanged()).isEqualTo(1);
  }

  @Test
  void moreReplicasRestartNothing() {
    shop.settle();
    edit("app", List.of("Mode", "Replicated", "Replicas"), Tree.of(5));
    var app = line("service app");
    assertThat(app.restarts()).isZero();
    assertThat(app.details()).containsExactly("replicas 2 -> 5");
  }

  @Test
  void whatWasChangedByHandIsADifferenceToo() {
    shop.settle();
    var app = shop.service("shop_app");
    shop.swarm.updateService(
        app.id(),
        app.version(),
        app.spec().with(List.of("Mode", "Replicated", "Replicas"), Tree.of(9)));
    assertThat(line("service app").details()).containsExactly("replicas 9 -> 2");
  }

  @Test
  void aJobThatHasFailedForGoodIsHeld() {
    shop.desired = ShopStack.of(
        "shop:1",
        ShopStack.POLICY.retrying(false, OptionalInt.empty(), ShopStack.POLICY.backoff()));
    shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1)));
    shop.pass(Duration.ofSeconds(30));
    assertThat(line("job migrate").verb()).isEqualTo(Verb.HELD);
    assertThat(line("service app").waitsFor()).contains("job/migrate");
  }

  @Test
  void whatLeftTheManifestIsRemoved() {
    shop.settle();
    var services = new HashMap<>(shop.desired.services());
    services.remove("app");
    shop.desired = new DesiredStack("shop", "less", services, shop.desired.networks(), List.of());
    assertThat(line("service app"))
        .extracting(Line::verb, Line::details)
        .containsExactly(Verb.REMOVE, List.of("no longer in the manifest"));
  }

  @Test
  void moreThanHalfOfAStackIsHeld() {
    shop.settle();
    shop.desired = new DesiredStack(
        "shop",
        "little",
        Map.of("migrate", shop.desired.services().get("migrate")),
        shop.desired.networks(),
        List.of());
    assertThat(line("service app").verb()).isEqualTo(Verb.HELD);
    assertThat(line("service db").verb()).isEqualTo(Verb.HELD);
  }

  @Test
  void somebodyElsesServiceIsHeld() {
    shop.swarm.createNetwork(shop.desired.networks().get("default").spec());
    var network = shop.swarm.networks().get().stream()
        .filter(n -> n.name().equals("shop_default"))
        .findFirst()
        .orElseThrow();
    var attachment = new Tree.Obj(Map.of("Target", Tree.of(network.id())));
    var spec = shop.desired
        .services()
        .get("db")
        .spec()
        .with(List.of("TaskTemplate", "Networks"), new Tree.Arr(List.of(attachment)))
        .with(List.of("Labels", Labels.NAMESPACE), Tree.of("shop"));
    assertThat(shop.swarm.createService(spec).isRight()).isTrue();
    assertThat(line("service db").verb()).isEqualTo(Verb.HELD);
    assertThat(line("job migrate").details().getFirst()).startsWith("NeedsBaseline");
  }
}
