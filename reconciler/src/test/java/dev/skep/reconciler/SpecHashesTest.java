package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecHashesTest {
  private final SpecHashes hashes = new SpecHashes();

  private static Tree.Obj spec(String name, String image) {
    return Tree.Obj.EMPTY
        .with("Name", Tree.of(name))
        .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of(image));
  }

  @Test
  void whatIsRememberedIsWhatWouldBeFoundAnew() {
    var specs = List.of(
        spec("app", "shop:1"), spec("db", "shop:1"), spec("app", "shop:2"), spec("app", "shop:1"));
    for (int i = 0; i < 2; i++) {
      for (var spec : specs) assertThat(hashes.remembered(spec)).isEqualTo(SpecHashes.of(spec));
    }
    assertThat(specs.stream().map(SpecHashes::of).distinct()).hasSize(3);
  }

  @Test
  void whatIsTheSameIsHashedOnce() {
    var hash = hashes.remembered(spec("app", "shop:1"));
    assertThat(hashes.remembered(spec("app", "shop:1"))).isSameAs(hash);
    hashes.forget();
    assertThat(hashes.remembered(spec("app", "shop:1"))).isEqualTo(hash).isNotSameAs(hash);
  }
}
