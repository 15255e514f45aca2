package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredStack;
import dev.skep.model.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example of one base and two environments. */
class EnvironmentsTest {
  private static final Path EXAMPLE = Path.of("examples/environments").toAbsolutePath();

  private static DesiredStack shop(String environment) {
    var path = EXAMPLE.resolve("envs").resolve(environment);
    var content = Repositories.read(EXAMPLE, path);
    assertThat(Repositories.broken(EXAMPLE, content)).isEmpty();
    assertThat(content.warnings()).isEmpty();
    return content.stacks().get(path.resolve("shop")).stack();
  }

  private static String image(DesiredStack stack, String service) {
    var spec = stack.services().get(service).spec();
    return spec.text("TaskTemplate", "ContainerSpec", "Image").orElseThrow();
  }

  @Test
  void eachHasItsValues() {
    assertThat(image(shop("dev"), "app")).isEqualTo("acme/shop:1.6.0-rc1");
    assertThat(image(shop("prod"), "app")).isEqualTo("acme/shop:1.5.0");
    assertThat(image(shop("prod"), "migrate")).isEqualTo("acme/shop:1.5.0");
  }

  @Test
  void prodHasMoreThanTheBase() {
    assertThat(shop("dev").services().get("app").spec().at("Mode", "Replicated", "Replicas"))
        .isEmpty();
    assertThat(shop("prod").services().get("app").spec().at("Mode", "Replicated", "Replicas"))
        .contains(Tree.of(6));
  }

  @Test
  void bothHaveTheFilesOfTheBase() {
    var nginx = shop("dev").payloads().getFirst().hash();
    assertThat(shop("prod").payloads()).singleElement().matches(p -> p.hash().equals(nginx));
    assertThat(shop("dev").revision()).isNotEqualTo(shop("prod").revision());
  }
}
