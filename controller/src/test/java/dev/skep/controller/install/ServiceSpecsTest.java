package dev.skep.controller.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.LockedImage;
import dev.skep.model.ObservedService;
import dev.skep.model.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceSpecsTest {
  private static final List<String> SECRETS = List.of("TaskTemplate", "ContainerSpec", "Secrets");
  private static final List<String> FORCED = List.of("TaskTemplate", "ForceUpdate");
  private static final Look LOOK = new Look(
      List.of(),
      Map.of("skep_default", "n1"),
      Map.of("SECRET skep_webhook", "s1"),
      new ImageSight("skep:1", true, Optional.empty()));

  private static Tree.Obj spec(String image) {
    var secret = Tree.Obj.EMPTY.with("SecretName", Tree.of("skep_webhook"));
    var network = Tree.Obj.EMPTY.with("Target", Tree.of("skep_default"));
    return Tree.Obj.EMPTY
        .with("Name", Tree.of("skep_controller"))
        .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of(image))
        .with(SECRETS, new Tree.Arr(List.of(secret)))
        .with(List.of("TaskTemplate", "Networks"), new Tree.Arr(List.of(network)));
  }

  private static ObservedService running(Tree.Obj spec) {
    return new ObservedService(
        "id", 7, Instant.EPOCH, Instant.EPOCH, spec, Optional.empty(), Optional.empty(), 1, 1);
  }

  @Test
  void namesBecomeIds() {
    var resolved = ServiceSpecs.resolved(spec("skep:1"), LOOK);
    assertThat(resolved.array(SECRETS.toArray(String[]::new)).toString()).contains("s1");
    assertThat(resolved.array("TaskTemplate", "Networks").toString()).contains("n1");
  }

  @Test
  void aNetworkThatIsMadeMeanwhileIsSentByItsName() {
    var look = new Look(List.of(), Map.of(), LOOK.payloads(), LOOK.image());
    assertThat(ServiceSpecs.resolved(spec("skep:1"), look)
            .array("TaskTemplate", "Networks")
            .toString())
        .contains("skep_default");
  }

  @Test
  void whatIsAsItShallBeIsTheSame() {
    var resolved = ServiceSpecs.resolved(spec("skep:1"), LOOK);
    var there = resolved.with(List.of("TaskTemplate", "Runtime"), Tree.of("container"));
    assertThat(ServiceSpecs.same(running(there), resolved)).isTrue();
  }

  @Test
  void aSecretThatIsNoLongerAskedForIsADifference() {
    var there = running(ServiceSpecs.resolved(spec("skep:1"), LOOK));
    var without = ServiceSpecs.resolved(spec("skep:1").without(SECRETS), LOOK);
    assertThat(ServiceSpecs.same(there, ServiceSpecs.over(there, without, Optional.empty())))
        .isFalse();
  }

  @Test
  void theDigestAndTheForceOfTheRunningServiceStay() {
    var there = running(spec("skep:1@sha256:aa").with(FORCED, Tree.of(3)));
    var locked = Optional.of(new LockedImage("sha256:bb", List.of()));

    var same = ServiceSpecs.over(there, spec("skep:1"), locked);
    assertThat(ServiceSpecs.image(same)).isEqualTo("skep:1@sha256:aa");
    assertThat(same.number("TaskTemplate", "ForceUpdate")).hasValue(3);

    var newer = ServiceSpecs.over(there, spec("skep:2"), locked);
    assertThat(ServiceSpecs.image(newer)).isEqualTo("skep:2@sha256:bb");
  }
}
