package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.SpecPart;
import dev.skep.model.StackPolicy;
import dev.skep.model.StackPolicy.Ignore;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a stack's manifest says of how it is to be kept. */
class StackPolicyTest {
  private static final List<String> REPLICAS = List.of("Mode", "Replicated", "Replicas");
  private static final List<String> ENV = List.of("TaskTemplate", "ContainerSpec", "Env");

  private final PassFixture shop = new PassFixture();

  private static DesiredStack with(DesiredStack stack, StackPolicy policy) {
    return new DesiredStack(
        stack.name(),
        stack.revision() + policy.hashCode(),
        stack.services(),
        stack.networks(),
        stack.payloads(),
        policy);
  }

  private static DesiredStack limited(String image) {
    var limit = List.of("TaskTemplate", "Resources", "Limits", "NanoCPUs");
    return ShopStack.setting(ShopStack.of(image), "app", limit, Tree.of(1000));
  }

  private static StackPolicy ignoring(String service, SpecPart... parts) {
    var ignore = List.of(new Ignore(service, Set.of(parts)));
    return new StackPolicy(Set.of(), false, true, 50, true, ignore);
  }

  private static StackPolicy pruning(boolean prune, int most) {
    return new StackPolicy(Set.of(), false, prune, most, true, List.of());
  }

  private void change(String service, List<String> path, Tree value) {
    var now = shop.service("shop_" + service);
    shop.swarm.updateService(now.id(), now.version(), now.spec().with(path, value));
  }

  private DesiredStack without(String service) {
    var services = new HashMap<>(shop.desired.services());
    services.remove(service);
    return new DesiredStack("shop", "less", services, shop.desired.networks(), List.of());
  }

  @Nested
  class AFieldLeftToOthers {
    @Test
    void thatTheyHaveTakenOutIsNotSetWithTheNextChange() {
      shop.desired = with(limited("shop:1"), ignoring("app", SpecPart.RESOURCES));
      shop.settle();
      var now = shop.service("shop_app");
      shop.swarm.updateService(
          now.id(), now.version(), now.spec().without(List.of("TaskTemplate", "Resources")));

      shop.desired = with(limited("shop:2"), ignoring("app", SpecPart.RESOURCES));
      shop.settle();

      assertThat(shop.image("shop_app")).isEqualTo("shop:2");
      assertThat(shop.service("shop_app").spec().at("TaskTemplate", "Resources"))
          .isEmpty();
    }

    @Test
    void isNotPutBack() {
      shop.desired = with(shop.desired, ignoring("app", SpecPart.REPLICAS));
      shop.settle();
      change("app", REPLICAS, Tree.of(7));
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.service("shop_app").replicas()).contains(7L);
      assertThat(shop.pass().status().ready()).isTrue();
    }

    @Test
    void staysAsItIsWhenSomethingElseChanges() {
      var policy = ignoring("app", SpecPart.REPLICAS);
      shop.desired = with(shop.desired, policy);
      shop.settle();
      change("app", REPLICAS, Tree.of(7));
      shop.desired = with(ShopStack.of("shop:2"), policy);
      shop.settle();
      assertThat(shop.image("shop_app")).isEqualTo("shop:2");
      assertThat(shop.service("shop_app").replicas()).contains(7L);
    }

    @Test
    void isSetWhenTheServiceIsMade() {
      shop.desired = with(shop.desired, ignoring(Ignore.EVERY, SpecPart.REPLICAS));
      shop.settle();
      assertThat(shop.service("shop_app").replicas()).contains(2L);
    }

    @Test
    void isThatOfTheNamedServiceOnly() {
      shop.desired = with(shop.desired, ignoring("db", SpecPart.REPLICAS));
      shop.settle();
      change("app", REPLICAS, Tree.of(7));
      shop.pass();
      assertThat(shop.service("shop_app").replicas()).contains(2L);
    }

    @Test
    void isNoReasonToLeaveOthers() {
      shop.desired = with(shop.desired, ignoring("app", SpecPart.REPLICAS));
      shop.settle();
      change("app", ENV, Tree.strings(List.of("DEBUG=1")));
      var app = shop.service("shop_app");
      shop.swarm.updateService(
          app.id(),
          app.version(),
          app.spec().with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("evil:1")));
      shop.pass();
      assertThat(shop.image("shop_app")).isEqualTo("shop:1");
    }

    @Test
    void meansOfLabelsOnlyThoseOfOthers() {
      var policy = ignoring("app", SpecPart.LABELS);
      shop.desired = with(shop.desired, policy);
      shop.settle();
      change("app", List.of("Labels", "traefik.enable"), Tree.of("true"));
      shop.pass(Duration.ofSeconds(30));
      assertThat(shop.service("shop_app").label("traefik.enable")).contains("true");
      shop.desired = with(ShopStack.of("shop:2"), policy);
      shop.settle();
      var app = shop.service("shop_app");
      assertThat(app.label("traefik.enable")).contains("true");
      assertThat(app.label(Labels.IMAGE)).contains("shop:2");
      assertThat(app.label(Labels.OWNER)).contains("team");
    }

    @Test
    void isNoDifference() {
      shop.desired = with(shop.desired, ignoring("app", SpecPart.REPLICAS));
      shop.settle();
      change("app", REPLICAS, Tree.of(7));
      var found = Preview.of(shop.swarm, "team", "cluster", shop.clock(), List.of(shop.desired))
          .get();
      assertThat(found.getFirst().none()).isTrue();
    }
  }

  @Nested
  class WhatLeftTheFiles {
    @Test
    void staysWithPruneFalse() {
      shop.settle();
      shop.desired = with(without("app"), pruning(false, 50));
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.find("shop_app")).isPresent();
      assertThat(shop.pass().status().ready()).isTrue();
    }

    @Test
    void goesUpToTheShareThatMay() {
      shop.settle();
      shop.desired = with(without("app"), pruning(true, 40));
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.find("shop_app")).isPresent();
      assertThat(shop.pass().status().summary()).contains("more than 40 % of the stack would go");
      shop.desired = with(without("app"), pruning(true, 60));
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.find("shop_app")).isEmpty();
    }
  }

  @Nested
  class AStackThatIsNotToHealItself {
    private void drift() {
      var policy = new StackPolicy(Set.of(), false, true, 50, false, List.of());
      shop.desired = with(shop.desired, policy);
      shop.settle();
      change("app", REPLICAS, Tree.of(7));
      shop.pass(Duration.ofMinutes(1));
    }

    @Test
    void isLeftAsSomebodyElseMadeIt() {
      drift();
      assertThat(shop.service("shop_app").replicas()).contains(7L);
    }

    @Test
    void saysSo() {
      drift();
      var status = shop.pass().status();
      assertThat(status.phase()).isEqualTo(Phase.BLOCKED);
      assertThat(status.summary())
          .isEqualTo("service app was changed outside (replicas 7 -> 2),"
              + " and the manifest says selfHeal: false");
    }

    @Test
    void followsItsCommits() {
      drift();
      shop.desired = with(ShopStack.of("shop:2"), shop.desired.policy());
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.service("shop_app").replicas()).contains(2L);
    }
  }

  @Nested
  class AStackThatDependsOnAnother {
    private final FakeSwarm swarm = shop.swarm;
    private DesiredStack base = one("base", "base:1", StackPolicy.DEFAULT);
    private DesiredStack front =
        one("front", "front:1", new StackPolicy(Set.of("base"), false, true, 50, true, List.of()));
    private final Lease lease = Lease.unguarded(swarm, "team", "holder", shop.clock());
    private final Reconciler reconciler = new Reconciler(
        swarm,
        lease,
        "team",
        "cluster",
        shop.clock(),
        () -> "incarnation",
        new SameThread(),
        () -> List.of(base, front));

    private static DesiredStack one(String name, String image, StackPolicy policy) {
      var spec = new Tree.Obj(Map.of("Name", Tree.of(name + "_app")))
          .with("Labels", Tree.strings(Map.of(Labels.NAMESPACE, name)))
          .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of(image))
          .with(REPLICAS, Tree.of(1));
      var app = new DesiredService("app", spec, Map.of(), Optional.empty());
      return new DesiredStack(name, image, Map.of("app", app), Map.of(), List.of(), policy);
    }

    private Reconciler.Pass pass(DesiredStack stack) {
      swarm.tick(Duration.ofMillis(500));
      return reconciler.reconcile(stack).get();
    }

    private Reconciler.Pass pass(int times, DesiredStack stack) {
      for (int i = 1; i < times; i++) pass(stack);
      return pass(stack);
    }

    private String image(String name) {
      return shop.find(name)
          .flatMap(s -> s.spec().text("TaskTemplate", "ContainerSpec", "Image"))
          .orElse("none");
    }

    @Test
    void waitsUntilThatIsInPlace() {
      var status = pass(5, front).status();
      assertThat(image("front_app")).isEqualTo("none");
      assertThat(status.phase()).isEqualTo(Phase.PROGRESSING);
      assertThat(status.summary()).isEqualTo("app waits for stack/base");
      pass(10, base);
      assertThat(pass(10, front).status().ready()).isTrue();
      assertThat(image("front_app")).isEqualTo("front:1");
    }

    @Test
    void waitsForItsNewRevisionToo() {
      pass(10, base);
      pass(10, front);
      base = one("base", "base:2", StackPolicy.DEFAULT);
      front = one("front", "front:2", front.policy());
      pass(5, front);
      assertThat(image("front_app")).isEqualTo("front:1");
      pass(60, base);
      pass(5, front);
      assertThat(image("front_app")).isEqualTo("front:2");
    }

    private static DesiredStack ofSkep(String image) {
      var skep = one("skep", image, StackPolicy.DEFAULT);
      return ShopStack.setting(skep, "app", List.of("Labels", Labels.CONTROLLER), Tree.of("true"));
    }

    @Test
    void isSkepsOwnThoughNobodySaysSo() {
      base = ofSkep("skep:1");
      pass(5, base);
      assertThat(image("skep_app")).isEqualTo("none");
      front = one("front", "front:1", StackPolicy.DEFAULT);
      pass(10, front);
      pass(5, base);
      assertThat(image("skep_app")).isEqualTo("skep:1");
      base = ofSkep("skep:2");
      front = one("front", "front:2", StackPolicy.DEFAULT);
      pass(5, base);
      assertThat(image("skep_app")).isEqualTo("skep:1");
      pass(60, front);
      pass(5, base);
      assertThat(image("skep_app")).isEqualTo("skep:2");
    }

    @Test
    void isNotHeldForLongWhereItIsSkepsOwn() {
      base = ofSkep("skep:1");
      pass(5, base);
      swarm.tick(Duration.ofMinutes(1));
      pass(5, base);
      assertThat(image("skep_app")).isEqualTo("skep:1");
    }

    @Test
    void isNotHeldByWhatComesLater() {
      pass(10, base);
      pass(10, front);
      base = one("base", "base:2", StackPolicy.DEFAULT);
      pass(5, front);
      assertThat(pass(front).status().ready()).isTrue();
    }
  }
}
