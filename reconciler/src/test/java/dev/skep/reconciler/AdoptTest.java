package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.StackStatus.ServiceRow;
import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A stack that {@code docker stack deploy} has made is given to Skep. */
class AdoptTest {
  private static final List<String> IMAGE = List.of("TaskTemplate", "ContainerSpec", "Image");
  private static final List<String> ENV = List.of("TaskTemplate", "ContainerSpec", "Env");

  private final PassFixture shop = new PassFixture();
  private final StackCommands commands = new StackCommands(shop.swarm, "team", shop.clock());

  /** As {@code docker stack deploy} makes it: no mark of ours, and images with digests. */
  @BeforeEach
  void deployed() {
    var net = shop.desired.networks().get("default").spec();
    shop.swarm.createNetwork(net);
    for (var name : List.of("db", "app")) {
      var spec = shop.desired.services().get(name).spec();
      var image = spec.text(IMAGE.toArray(String[]::new)).orElseThrow();
      shop.swarm.createService(spec.with(IMAGE, Tree.of(image + "@sha256:1f")));
    }
    shop.pass(Duration.ofSeconds(30));
  }

  private void adopt() {
    assertThat(commands.adopt("shop", false).get()).startsWith("stack shop is adopted: shop_app");
    shop.pass(Duration.ofSeconds(30));
  }

  /** A person says that the work of the migration is done. */
  private void migrated() {
    shop.commands().resolve("shop_migrate", JobCommands.As.SUCCEEDED, "by hand").get();
  }

  private Optional<Tree> app(List<String> path) {
    return shop.service("shop_app").spec().at(path.toArray(String[]::new));
  }

  private long starts() {
    return shop.swarm.starts("shop_app") + shop.swarm.starts("shop_db");
  }

  private static boolean marked(ObservedService service) {
    return service.label(Labels.OWNER).equals(Optional.of("team"));
  }

  private ServiceRow row(String service) {
    return shop.pass().status().services().stream()
        .filter(r -> r.name().equals(service))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isLeftAloneBefore() {
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.service("shop_app")).matches(s -> !marked(s));
    var status = shop.pass().status();
    assertThat(status.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(status.unblock())
        .filteredOn(way -> way.startsWith("skep adopt stack shop"))
        .hasSize(1);
  }

  @Test
  void getsOurMarkAndRestartsNothing() {
    long before = starts();
    adopt();
    assertThat(shop.service("shop_app")).matches(AdoptTest::marked);
    assertThat(shop.service("shop_db")).matches(AdoptTest::marked);
    assertThat(shop.image("shop_app")).isEqualTo("shop:1@sha256:1f");
    assertThat(starts()).isEqualTo(before);
  }

  @Test
  void keepsWhatSaysNothingBecauseWithoutItTasksWouldRestart() {
    var path = List.of("TaskTemplate", "ContainerSpec", "Privileges");
    var app = shop.service("shop_app");
    shop.swarm.updateService(app.id(), app.version(), app.spec().with(path, Tree.Obj.EMPTY));

    adopt();
    assertThat(app(path)).contains(Tree.Obj.EMPTY);

    migrated();
    shop.desired =
        ShopStack.setting(shop.desired, "app", List.of("Labels", "note"), Tree.of("only a label"));
    shop.pass(Duration.ofMinutes(1));
    assertThat(app(List.of("Labels", "note"))).contains(Tree.of("only a label"));
    assertThat(app(path)).contains(Tree.Obj.EMPTY);
  }

  @Test
  void isOnlyReportedOnUntilSomebodyApproves() {
    adopt();
    migrated();
    shop.pass(Duration.ofSeconds(5));
    var status = shop.pass().status();
    assertThat(status.phase()).isEqualTo(Phase.REPORT_ONLY);
    assertThat(status.summary()).isEqualTo("adopted; nothing differs from the manifest");
    assertThat(status.unblock()).anyMatch(way -> way.startsWith("skep approve stack shop"));
    assertThat(shop.survey().phase()).isEqualTo(Phase.REPORT_ONLY);
  }

  @Test
  void runsNoMigration() {
    adopt();
    shop.pass(Duration.ofMinutes(5));
    commands.approve("shop").get();
    shop.pass(Duration.ofMinutes(5));
    assertThat(shop.starts("migrate")).isZero();
    assertThat(shop.pass().status().jobs().getFirst().reason()).isEqualTo(Reason.NEEDS_BASELINE);
  }

  @Test
  void isOnlyToldOfInADryRun() {
    assertThat(commands.adopt("shop", true).get())
        .startsWith("stack shop: these would get the mark of owner team");
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.service("shop_app")).matches(s -> !marked(s));
  }

  @Test
  void isRefusedWhereNothingIsWithoutAnOwner() {
    assertThat(commands.adopt("other", false).getLeft())
        .isEqualTo(new SwarmFault.Rejected("nothing of stack other is there that has no owner"));
  }

  @Nested
  class ThatDiffersFromItsManifest {
    @BeforeEach
    void differ() {
      var app = shop.service("shop_app");
      shop.swarm.updateService(
          app.id(), app.version(), app.spec().with(ENV, Tree.strings(List.of("MODE=old"))));
      shop.pass(Duration.ofSeconds(30));
    }

    @Test
    void keepsTheDifferenceAndTellsIt() {
      adopt();
      assertThat(shop.service("shop_app").spec().at(ENV.toArray(String[]::new))).isPresent();
      assertThat(row("app").change()).isEqualTo("held: env");
      assertThat(shop.pass().status().summary())
          .endsWith("adopted; what differs from the manifest is left: app");
      assertThat(shop.service("shop_db")).matches(AdoptTest::marked);
    }

    @Test
    void isMadeEqualOnceThatIsMeant() {
      adopt();
      commands.approve("shop").get();
      migrated();
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.service("shop_app").spec().at(ENV.toArray(String[]::new))).isEmpty();
      assertThat(shop.pass().status().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void isMadeEqualByACommitThatChangesIt() {
      adopt();
      shop.desired = ShopStack.of("shop:2");
      shop.pass(Duration.ofSeconds(30));
      migrated();
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.image("shop_app")).isEqualTo("shop:2");
    }

    @Test
    void doesNotGetWhatItLacks() {
      shop.swarm.removeService(shop.service("shop_db").id());
      adopt();
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.find("shop_db")).isEmpty();
      assertThat(row("db").change()).isEqualTo("held: create");
    }
  }

  @Nested
  class WithConfigsAndSecrets {
    private String id(Kind kind, String name) {
      return shop.swarm.payloadsNamed(kind, Set.of(name)).get().getFirst().id();
    }

    private DesiredStack using(String config) {
      return using(config, Tree.Obj.EMPTY);
    }

    private DesiredStack using(String config, Tree.Obj extra) {
      var labels = Map.of(Labels.NAMESPACE, "shop");
      var words = new DesiredPayload(
          Kind.CONFIG,
          "words",
          "shop_words",
          false,
          labels,
          extra,
          config.getBytes(StandardCharsets.UTF_8));
      var payloads = List.of(words, ShopStack.secret("hidden"));
      var plain = ShopStack.of("shop:1");
      return new DesiredStack(
          "shop",
          "with " + config + extra.canonical(),
          plain.services(),
          plain.networks(),
          payloads);
    }

    @BeforeEach
    void deployed() {
      var labels = Map.of(Labels.NAMESPACE, "shop");
      shop.swarm.createPayload(Kind.CONFIG, "shop_words", labels, new byte[] {'a'}, Tree.Obj.EMPTY);
      shop.swarm.createPayload(
          Kind.SECRET, "shop_password", labels, new byte[] {'x'}, Tree.Obj.EMPTY);
    }

    @Test
    void theseAreTakenOverAsTheyAre() {
      shop.desired = using("a");
      shop.pass(Duration.ofSeconds(5));
      var config = id(Kind.CONFIG, "shop_words");
      var secret = id(Kind.SECRET, "shop_password");
      adopt();
      for (var kind : Kind.values()) {
        assertThat(shop.swarm.payloads(kind, Map.of(Labels.NAMESPACE, "shop")).get())
            .singleElement()
            .matches(p -> "team".equals(p.labels().get(Labels.OWNER)))
            .matches(p -> p.id().equals(kind == Kind.CONFIG ? config : secret));
      }
    }

    @Test
    void aTemplateIsTakenOverAsItIs() {
      var template = Tree.Obj.EMPTY.with(List.of("Templating", "Name"), Tree.of("golang"));
      var old =
          shop.swarm.payloadsNamed(Kind.CONFIG, Set.of("shop_words")).get().getFirst();
      shop.swarm.removePayload(Kind.CONFIG, old.id());
      shop.swarm.createPayload(Kind.CONFIG, "shop_words", old.labels(), new byte[] {'a'}, template);
      var config = id(Kind.CONFIG, "shop_words");
      shop.desired = using("a", template);
      shop.pass(Duration.ofSeconds(5));

      adopt();

      assertThat(
              shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.NAMESPACE, "shop")).get())
          .singleElement()
          .matches(p -> "team".equals(p.labels().get(Labels.OWNER)))
          .matches(p -> p.id().equals(config));
    }

    @Test
    void anotherStacksConfigWithTheSameContentIsNotTakenForIt() {
      shop.desired = using("a");
      shop.pass(Duration.ofSeconds(5));
      commands.adopt("shop", false).get();
      var heads = new Records(shop.swarm, "team").heads().get();
      var hash = shop.desired.payloads().getFirst().hash();
      var other = new ObservedPayload(
          Kind.CONFIG,
          "id",
          1,
          Instant.EPOCH,
          "other_words",
          Map.of(Labels.OWNER, "team", Labels.PAYLOAD, hash),
          Tree.Obj.EMPTY);

      var found = new Adoption(shop.swarm)
          .of(Kind.CONFIG, List.of(shop.desired), heads, List.of(other))
          .get();

      assertThat(found).extracting(ObservedPayload::name).containsExactly("shop_words");
    }

    @Test
    void oneWithOtherContentIsADifferenceAndIsKept() {
      shop.desired = using("b");
      shop.pass(Duration.ofSeconds(5));
      adopt();
      var config =
          shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.NAMESPACE, "shop")).get();
      assertThat(config).singleElement().matches(p -> !p.labels().containsKey(Labels.OWNER));
    }
  }
}
