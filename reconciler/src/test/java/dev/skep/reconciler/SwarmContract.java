package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.ObservedNetwork;
import dev.skep.model.ObservedNode;
import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * Everything that the reconciler relies on, as claims that the fake engine and every real one must
 * bear out. What is true here of one and not of the other would make the simulations lie.
 */
public abstract class SwarmContract extends TaskContract {

  @Test
  void saysWhichSwarmAnswers() {
    var about = got(swarm().about());
    assertThat(about.clusterId()).isNotBlank();
    assertThat(about.apiVersion()).matches("1\\.\\d+");
  }

  @Test
  void aServiceIsListedByItsLabelsWithTheSpecThatWasSent() {
    var sent = oneShot("s", 0, RUNS).with("Labels", Tree.strings(labels("k", "v")));
    var id = got(swarm().createService(sent));
    for (var wanted : List.of(label, Map.of("k", "v", TEST, mine), Map.of("k", "", TEST, mine)))
      assertThat(got(swarm().services(wanted))).extracting(s -> s.id()).containsExactly(id);
    assertThat(got(swarm().services(Map.of(TEST, mine, "k", "other")))).isEmpty();
    var stored = service(id);
    assertThat(stored.labels()).isEqualTo(labels("k", "v"));
    assertThat(stored.spec().object("Mode")).isEqualTo(sent.object("Mode"));
    for (var field : sent.object("TaskTemplate", "ContainerSpec").fields().entrySet())
      assertThat(stored.spec().at("TaskTemplate", "ContainerSpec", field.getKey()))
          .contains(field.getValue());
  }

  @Test
  void aListThatIsAsItWasIsTheSameAndAnotherIsNot() {
    got(swarm().createService(oneShot("s", 0, RUNS)));
    var services = got(swarm().services(label));
    assertThat(got(swarm().services(label))).isSameAs(services);
    got(swarm().createService(oneShot("t", 0, RUNS)));
    assertThat(got(swarm().services(label))).isNotSameAs(services).hasSize(2);
    var networks = got(swarm().networks());
    assertThat(got(swarm().networks())).isSameAs(networks);
    config("c");
    var configs = got(swarm().payloads(Kind.CONFIG, label));
    assertThat(got(swarm().payloads(Kind.CONFIG, label))).isSameAs(configs);
  }

  @Test
  void theEngineFillsInDefaults() {
    var spec = service(got(swarm().createService(oneShot("s", 0, RUNS)))).spec();
    assertThat(spec.text("TaskTemplate", "ContainerSpec", "Isolation")).contains("default");
    assertThat(spec.text("TaskTemplate", "Runtime")).contains("container");
    assertThat(spec.text("UpdateConfig", "Order")).contains("stop-first");
  }

  @Test
  void aServiceNameIsGivenOnceWhateverTheCase() {
    got(swarm().createService(oneShot("s", 0, RUNS)));
    refused(SwarmFault.NameTaken.class, swarm().createService(oneShot("s", 0, RUNS)));
    refused(
        SwarmFault.NameTaken.class,
        swarm()
            .createService(
                oneShot("s", 0, RUNS).with("Name", Tree.of(name("s").toUpperCase(Locale.ROOT)))));
  }

  @Test
  void aNameThatIsTooLongIsRejected() {
    refused(SwarmFault.Rejected.class, swarm().createService(oneShot("x".repeat(60), 0, RUNS)));
  }

  @Test
  void anUpdateAtAnOldVersionIsStaleAndChangesNothing() {
    var id = got(swarm().createService(oneShot("s", 0, RUNS)));
    var first = service(id);
    var labelled = first.spec().with("Labels", Tree.strings(labels("by", "winner")));
    got(swarm().updateService(id, first.version(), labelled));
    refused(
        SwarmFault.Stale.class,
        swarm()
            .updateService(
                id,
                first.version(),
                first.spec().with("Labels", Tree.strings(labels("by", "loser")))));
    assertThat(service(id).labels()).containsEntry("by", "winner");
  }

  @Test
  void renamingAndChangingTheModeAreRejected() {
    var id = got(swarm().createService(oneShot("s", 0, RUNS)));
    var now = service(id);
    refused(
        SwarmFault.Rejected.class,
        swarm().updateService(id, now.version(), now.spec().with("Name", Tree.of(name("o")))));
    refused(
        SwarmFault.Rejected.class,
        swarm()
            .updateService(
                id,
                now.version(),
                now.spec().with("Mode", Tree.Obj.EMPTY.with("Global", Tree.Obj.EMPTY))));
  }

  @Test
  void whatIsGoneIsAbsentAndItsOldIdNeverStartsItsNamesake() {
    var id = got(swarm().createService(oneShot("s", 0, RUNS)));
    var old = service(id);
    got(swarm().removeService(id));
    refused(SwarmFault.Absent.class, swarm().removeService(id));
    got(swarm().createService(oneShot("s", 0, RUNS)));
    refused(
        SwarmFault.Absent.class, swarm().updateService(id, old.version(), replicas(old.spec(), 1)));
    refused(SwarmFault.Absent.class, swarm().serviceLog(id, 10));
  }

  @Test
  void nodesAreListedWithTheirState() {
    assertThat(got(swarm().nodes()))
        .isNotEmpty()
        .allMatch(n -> n.state().equals("ready") && n.availability().equals("active"))
        .extracting(ObservedNode::hostname)
        .doesNotContain("");
  }

  private String network(String suffix) {
    return got(swarm()
        .createNetwork(Tree.Obj.EMPTY
            .with("Name", Tree.of(name(suffix)))
            .with("Driver", Tree.of("overlay"))
            .with("Labels", Tree.strings(label))));
  }

  private Tree.Obj attached(String network) {
    var attachment = Tree.Obj.EMPTY.with("Target", Tree.of(network));
    return oneShot("s", 0, RUNS)
        .with(List.of("TaskTemplate", "Networks"), new Tree.Arr(List.of(attachment)));
  }

  @Test
  void networksAreListedAndTheSpecialOnesToo() {
    var id = network("n");
    assertThat(got(swarm().networks()))
        .contains(new ObservedNetwork(id, name("n"), "swarm", label))
        .extracting(ObservedNetwork::name)
        .contains("host", "ingress");
    refused(
        SwarmFault.NameTaken.class,
        swarm()
            .createNetwork(Tree.Obj.EMPTY
                .with("Name", Tree.of(name("n")))
                .with("Driver", Tree.of("overlay"))));
  }

  @Test
  void aNetworkIsStoredByItsIdAndNotRemovedWhileInUse() {
    var id = network("n");
    var service = got(swarm().createService(attached(name("n"))));
    assertThat(service(service).spec().array("TaskTemplate", "Networks"))
        .containsExactly(Tree.Obj.EMPTY.with("Target", Tree.of(id)));
    refused(SwarmFault.Rejected.class, swarm().removeNetwork(id));
    got(swarm().removeService(service));
    await(() -> swarm().removeNetwork(id).isRight());
    refused(SwarmFault.Absent.class, swarm().removeNetwork(id));
  }

  @Test
  void aServiceOnANetworkThatIsNotThereIsToldOfAsAbsent() {
    refused(SwarmFault.Absent.class, swarm().createService(attached(name("none"))));
  }

  @Test
  void aMalformedConstraintIsRejected() {
    refused(
        SwarmFault.Rejected.class,
        swarm().createService(constrained(oneShot("s", 0, RUNS), "node.id>3")));
  }

  @Test
  void changesAreHintedAtByKindAndName() throws Exception {
    var heard = ConcurrentHashMap.<News>newKeySet();
    var service = got(swarm().createService(oneShot("s", 0, RUNS)));
    try (var watch = swarm().watch(heard::add)) {
      assertThat(watch).isNotNull();
      // Whatever comes before the engine listens is told by the first, which says nothing.
      await(() -> {
        config("w" + System.nanoTime());
        return heard.stream().anyMatch(n -> n.kind() == News.Kind.CONFIG);
      });
      config("told");
      got(swarm().removeService(service));
      await(() -> heard.containsAll(Set.of(
          new News(News.Kind.CONFIG, name("told")), new News(News.Kind.SERVICE, name("s")))));
    }
  }

  private void config(String name) {
    var content = "x".getBytes(StandardCharsets.UTF_8);
    got(swarm().createPayload(Kind.CONFIG, name(name), label, content, Tree.Obj.EMPTY));
  }
}
