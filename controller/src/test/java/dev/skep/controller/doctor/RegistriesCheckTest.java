package dev.skep.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import dev.skep.model.LockedImage;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RegistriesCheckTest {
  private static final Either<SwarmFault, LockedImage> FOUND =
      Either.right(new LockedImage("sha256:aa", List.of()));

  private static Either<SwarmFault, LockedImage> silent(String why) {
    return Either.left(new SwarmFault.Unreachable(why));
  }

  private static List<Finding> of(Map<String, Either<SwarmFault, LockedImage>> said) {
    return RegistriesCheck.of(said.keySet(), said, Map.of());
  }

  @Test
  void asksForAFewImagesOfEachRegistryByName() {
    var services = Stream.of(
            "a.example/x:1@sha256:aa", "a.example/x:2", "a.example/x:3", "a.example/x:4", "nginx:1")
        .map(image -> Services.named("s", image).seen())
        .toList();
    assertThat(RegistriesCheck.images(services))
        .containsExactlyInAnyOrder("a.example/x:1", "a.example/x:2", "a.example/x:3", "nginx:1");
  }

  @Test
  void oneLineForEachRegistry() {
    assertThat(of(Map.of("a.example/x:1", FOUND, "a.example/y:1", FOUND, "nginx:1", FOUND)))
        .containsExactly(
            Finding.ok("registry", "a.example answers"),
            Finding.ok("registry", "docker.io answers"));
  }

  @Test
  void oneThatIsSilentFailsAndHidesNoOther() {
    var found = of(Map.of("a.example/x:1", silent("a is down"), "b.example/x:1", FOUND));
    assertThat(found).extracting(Finding::grade).containsExactly(Grade.FAIL, Grade.OK);
    assertThat(found.getFirst().said()).isEqualTo("a is down");
  }

  @Test
  void anImageThatIsGoneIsNoDeadRegistry() {
    var found = of(Map.of("a.example/x:1", silent("no image x:1"), "a.example/y:1", FOUND));
    assertThat(found).extracting(Finding::grade).containsExactly(Grade.WARN);
  }

  @Test
  void aLoginThatCannotBeHadFailsOnce() {
    var found = RegistriesCheck.of(
        Set.of("a/x", "a/y"), Map.of("a/x", FOUND), Map.of("a/x", "no helper", "a/y", "no helper"));
    assertThat(found).extracting(Finding::said).containsExactly("no helper", "docker.io answers");
  }

  @Test
  void nothingIsAskedInVain() {
    assertThat(of(Map.of())).containsExactly(Finding.ok("registry", "no image of ours is of any"));
    assertThat(RegistriesCheck.of(Set.of("nginx:1"), Map.of(), Map.of()))
        .containsExactly(Finding.ok("registry", "none is asked, as it was told"));
  }
}
