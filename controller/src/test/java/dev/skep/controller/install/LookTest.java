package dev.skep.controller.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.docker.NodeSight;
import dev.skep.manifests.install.InstallFile;
import dev.skep.manifests.install.InstallFile.Part;
import dev.skep.model.DesiredNetwork;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.LockedImage;
import dev.skep.model.Tree;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LookTest {
  private static final InstallFile FILE =
      new InstallFile(EnumSet.allOf(Part.class), Map.of("SKEP_SOURCE", "https://host/x.git"));
  private static final ImageSight HERE = new ImageSight("skep:1", true, Optional.empty());
  private static final NodeSight MANAGER =
      new NodeSight("m", "ready", "active", Optional.of(new NodeSight.Manager(true, true)));

  private static DesiredPayload external(Kind kind, String name) {
    return new DesiredPayload(kind, name, name, true, Map.of(), Tree.Obj.EMPTY, new byte[0]);
  }

  private static DesiredStack stack(int replicas, DesiredPayload... payloads) {
    var spec = Tree.Obj.EMPTY
        .with("Name", Tree.of("skep_controller"))
        .with(List.of("Mode", "Replicated", "Replicas"), Tree.of(replicas));
    return new DesiredStack(
        "skep",
        "r",
        Map.of("controller", new DesiredService("controller", spec, Map.of(), Optional.empty())),
        Map.of("monitoring", new DesiredNetwork("monitoring", "monitoring", true, Tree.Obj.EMPTY)),
        List.of(payloads));
  }

  private static Look look(ImageSight image, Map<String, String> payloads) {
    return new Look(List.of(MANAGER), Map.of("skep_default", "n1"), payloads, image);
  }

  @Test
  void allThatIsMissingIsToldAtOnceWithWhatMakesIt() {
    var stack = stack(
        1,
        external(Kind.SECRET, "skep_webhook"),
        external(Kind.SECRET, "skep_registry"),
        external(Kind.CONFIG, "skep_git_known_hosts"));
    var look = look(HERE, Map.of(Needs.key(Kind.SECRET, "skep_registry"), "s1"));
    assertThat(Needs.missing(FILE, stack, look))
        .containsExactly(
            "secret skep_webhook does not exist; make it:"
                + " openssl rand -hex 32 | docker secret create skep_webhook -",
            "config skep_git_known_hosts does not exist; make it:"
                + " docker config create skep_git_known_hosts FILE",
            "network monitoring does not exist; make it:"
                + " docker network create --driver overlay monitoring");
  }

  @Test
  void moreControllersThanManagersAreToldOf() {
    assertThat(look(HERE, Map.of()).warnings(stack(1))).isEmpty();
    assertThat(look(HERE, Map.of()).warnings(stack(2)))
        .containsExactly(
            "2 controllers on 1 manager, of which each takes one: the others will wait;"
                + " give --replicas 1");
  }

  @Test
  void anImageThatNobodyHasIsToldOf() {
    Either<SwarmFault, LockedImage> silent =
        Either.left(new SwarmFault.Unreachable("registry x cannot be asked"));
    var nowhere = new ImageSight("x/skep:1", false, Optional.of(silent));
    assertThat(look(nowhere, Map.of()).warnings(stack(1)))
        .singleElement()
        .asString()
        .startsWith("image x/skep:1 is not on this engine (registry x cannot be asked); load it");
  }

  @Test
  void anImageOfARegistryOrOfThisEngineIsWell() {
    Either<SwarmFault, LockedImage> found = Either.right(new LockedImage("sha256:1", List.of()));
    var there = new ImageSight("x/skep:1", false, Optional.of(found));
    assertThat(there.trouble()).isEmpty();
    assertThat(there.locked()).isPresent();
    assertThat(HERE.trouble()).isEmpty();
  }
}
