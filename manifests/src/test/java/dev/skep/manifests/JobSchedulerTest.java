package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Labels;
import dev.skep.model.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The example whose application makes jobs of its own. */
class JobSchedulerTest {
  private static final Path EXAMPLE = Path.of("examples/job-scheduler").toAbsolutePath();

  /** As under the controller, which gives a file no variables but its own defaults. */
  private static Rendered load(String... files) {
    var paths = Stream.of(files).map(EXAMPLE::resolve).toList();
    var result = new Manifests()
        .load(new LoadRequest(paths, Optional.of("reports"), Map.of(), true, EXAMPLE));
    assertThat(result.isValid() ? List.of() : result.getError().asJava()).isEmpty();
    return result.get();
  }

  @Test
  void loadsWithoutWarnings() {
    assertThat(load("compose.yaml").warnings()).isEmpty();
    assertThat(load("compose.yaml", "lab.override.yaml").warnings()).isEmpty();
  }

  @Test
  void runsOnAManagerWithItsSocketAndIsNoJobItself() {
    var scheduler = load("compose.yaml").stack().services().get("scheduler");
    assertThat(scheduler.job()).isEmpty();
    assertThat(scheduler.spec().array("TaskTemplate", "Placement", "Constraints"))
        .containsExactly(Tree.of("node.role == manager"));
    assertThat(scheduler.spec().array("TaskTemplate", "ContainerSpec", "Mounts"))
        .containsExactly(new Draft()
            .set("Type", "bind")
            .set("Source", "/var/run/docker.sock")
            .set("Target", "/var/run/docker.sock")
            .tree());
  }

  @Test
  void hasOnePortWhichTheOverrideMakesTheNodes() {
    var spec = load("compose.yaml", "lab.override.yaml")
        .stack()
        .services()
        .get("scheduler")
        .spec();
    assertThat(spec.array("EndpointSpec", "Ports"))
        .containsExactly(new Draft()
            .set("TargetPort", Tree.of(8000))
            .set("PublishedPort", Tree.of(8000))
            .set("PublishMode", "host")
            .tree());
  }

  @Test
  void carriesTheProgramThatMarksItsJobs() throws IOException {
    var program = Files.readAllBytes(EXAMPLE.resolve("scheduler.py"));
    assertThat(load("compose.yaml").stack().payloads())
        .singleElement()
        .satisfies(config -> assertThat(config.content()).isEqualTo(program));
    assertThat(new String(program, StandardCharsets.UTF_8))
        .contains("\"" + Labels.EPHEMERAL + "\": \"true\"");
  }
}
