package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.ObservedPayload;
import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claims about configs and secrets: the lease, the records and what services read. */
public abstract class PayloadContract extends ContractFixture {
  private static final byte[] CONTENT = {0, 1, (byte) 0xff, 'x'};

  private String made(Kind kind, String suffix) {
    return got(swarm().createPayload(kind, name(suffix), label, CONTENT, Tree.Obj.EMPTY));
  }

  private ObservedPayload seen(Kind kind, String id) {
    return got(swarm().payloads(kind, label)).stream()
        .filter(p -> p.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void payloadsAreFoundByLabelAndOnlyAmongTheirKind(Kind kind) {
    var id = made(kind, "p");
    assertThat(seen(kind, id).name()).isEqualTo(name("p"));
    assertThat(seen(kind, id).labels()).isEqualTo(label);
    assertThat(got(swarm().payloads(kind, Map.of(TEST, ""))))
        .extracting(p -> p.id())
        .contains(id);
    assertThat(got(swarm().payloads(kind, Map.of(TEST, "other")))).isEmpty();
    var other = kind == Kind.CONFIG ? Kind.SECRET : Kind.CONFIG;
    assertThat(got(swarm().payloads(other, label))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aTakenNameIsNotGivenTwice(Kind kind) {
    made(kind, "p");
    refused(
        SwarmFault.NameTaken.class,
        swarm().createPayload(kind, name("p"), label, CONTENT, Tree.Obj.EMPTY));
  }

  @ParameterizedTest
  @EnumSource
  void relabelingReplacesAllLabelsAndMovesTheVersion(Kind kind) {
    var id = made(kind, "p");
    long version = seen(kind, id).version();
    got(swarm().relabelPayload(kind, id, version, name("p"), labels("a", "b")));
    assertThat(seen(kind, id).labels()).isEqualTo(labels("a", "b"));
    assertThat(seen(kind, id).version()).isNotEqualTo(version);
    got(swarm().relabelPayload(kind, id, seen(kind, id).version(), name("p"), label));
    assertThat(seen(kind, id).labels()).isEqualTo(label);
  }

  @ParameterizedTest
  @EnumSource
  void relabelingAtAnOldVersionIsStaleAndChangesNothing(Kind kind) {
    var id = made(kind, "p");
    long version = seen(kind, id).version();
    got(swarm().relabelPayload(kind, id, version, name("p"), labels("a", "first")));
    refused(
        SwarmFault.Stale.class,
        swarm().relabelPayload(kind, id, version, name("p"), labels("a", "second")));
    refused(
        SwarmFault.Stale.class,
        swarm().relabelPayload(kind, id, version + 1_000_000, name("p"), labels("a", "third")));
    assertThat(seen(kind, id).labels()).containsEntry("a", "first");
  }

  @Test
  void ofManyRelabelsAtOneVersionOneWins() {
    var id = made(Kind.CONFIG, "lease");
    long version = seen(Kind.CONFIG, id).version();
    var won = IntStream.range(0, 8)
        .parallel()
        .mapToObj(i -> swarm()
            .relabelPayload(Kind.CONFIG, id, version, name("lease"), labels("holder", "h" + i)))
        .filter(result -> result.isRight())
        .count();
    assertThat(won).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsGoneIsAbsent(Kind kind) {
    var id = made(kind, "p");
    long version = seen(kind, id).version();
    got(swarm().removePayload(kind, id));
    refused(SwarmFault.Absent.class, swarm().removePayload(kind, id));
    refused(SwarmFault.Absent.class, swarm().relabelPayload(kind, id, version, name("p"), label));
    assertThat(got(swarm().payloads(kind, label))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void lookUpByNameFindsThatNameOnly(Kind kind) {
    var id = made(kind, "p");
    made(kind, "p-longer");
    assertThat(got(swarm().payloadsNamed(kind, Set.of(name("p"), name("none")))))
        .extracting(ObservedPayload::id)
        .containsExactly(id);
    assertThat(got(swarm().payloadsNamed(kind, Set.of()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatElseItSaysIsReadBackAndOutlivesNewLabels(Kind kind) {
    var extra = Tree.Obj.EMPTY.with(List.of("Templating", "Name"), Tree.of("golang"));
    var id = got(swarm().createPayload(kind, name("p"), label, CONTENT, extra));
    assertThat(seen(kind, id).extra()).isEqualTo(extra);
    got(swarm().relabelPayload(kind, id, seen(kind, id).version(), name("p"), label));
    assertThat(seen(kind, id).extra()).isEqualTo(extra);
  }

  @Test
  void theContentOfAConfigIsReadBackByName() {
    made(Kind.CONFIG, "p");
    assertThat(got(swarm().configContent(name("p")))).isEqualTo(CONTENT);
    refused(SwarmFault.Absent.class, swarm().configContent(name("none")));
  }

  @Test
  void aPayloadThatIsTooLargeIsRejected() {
    refused(
        SwarmFault.Rejected.class,
        swarm().createPayload(Kind.SECRET, name("big"), label, new byte[600_000], Tree.Obj.EMPTY));
  }

  @ParameterizedTest
  @EnumSource
  void aPayloadInUseIsNotRemoved(Kind kind) {
    var id = made(kind, "p");
    var service = got(swarm().createService(using(kind, id)));
    refused(SwarmFault.Rejected.class, swarm().removePayload(kind, id));
    got(swarm().removeService(service));
    got(swarm().removePayload(kind, id));
  }

  @ParameterizedTest
  @EnumSource
  void aServiceWithAPayloadThatIsNotThereIsToldOfAsAbsent(Kind kind) {
    refused(SwarmFault.Absent.class, swarm().createService(using(kind, "nosuchid")));
  }

  private Tree.Obj using(Kind kind, String id) {
    var word = kind == Kind.CONFIG ? "Config" : "Secret";
    var file = new Tree.Obj(Map.of(
        "Name", Tree.of("p"),
        "UID", Tree.of("0"),
        "GID", Tree.of("0"),
        "Mode", Tree.of(0444)));
    var reference = Tree.Obj.EMPTY
        .with("File", file)
        .with(word + "ID", Tree.of(id))
        .with(word + "Name", Tree.of(name("p")));
    return oneShot("user", 0, RUNS)
        .with(
            List.of("TaskTemplate", "ContainerSpec", word + "s"), new Tree.Arr(List.of(reference)));
  }

  @Test
  void textSurvivesInLabels() {
    var odd = labels("odd", "ü \"quoted\" \\ tab\t & =%2F,\n" + "x".repeat(2_000));
    var id = got(swarm()
        .createPayload(
            Kind.CONFIG, name("odd"), odd, "x".getBytes(StandardCharsets.UTF_8), Tree.Obj.EMPTY));
    assertThat(seen(Kind.CONFIG, id).labels()).isEqualTo(odd);
  }
}
