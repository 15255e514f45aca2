package dev.skep.controller.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.reconciler.Difference;
import dev.skep.reconciler.Difference.Line;
import dev.skep.reconciler.Difference.Verb;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DifferenceTableTest {
  private static String text(Difference difference) {
    return DifferenceTable.text(difference, Terminal.pipe(true));
  }

  @Test
  void tellsWhatWhyAndWhatItCosts() {
    var lines = List.of(
        new Line(Verb.CREATE, "config nginx", List.of("its content changed"), 0, Optional.empty()),
        new Line(Verb.RUN, "job migrate", List.of("image a -> b"), 0, Optional.empty()),
        new Line(
            Verb.UPDATE,
            "service app",
            List.of("image a -> b", "env"),
            6,
            Optional.of("job/migrate")),
        new Line(Verb.UPDATE, "service web", List.of("replicas 2 -> 3"), 0, Optional.empty()),
        new Line(Verb.UPDATE, "service one", List.of("env"), 1, Optional.empty()),
        new Line(
            Verb.REMOVE, "service old", List.of("no longer in the manifest"), 0, Optional.empty()),
        new Line(Verb.HELD, "service db", List.of("not ours"), 0, Optional.empty()));
    assertThat(text(new Difference("shop", lines, 14))).isEqualTo("""
        shop
          +  config nginx  create      its content changed
          >  job migrate   will run    image a -> b
          ~  service app   6 restarts  image a -> b; env; waits for job migrate
          ~  service web   no restart  replicas 2 -> 3
          ~  service one   1 restart   env
          -  service old   remove      no longer in the manifest
          !  service db    held        not ours
          14 services and jobs unchanged
        """);
  }

  @Test
  void saysThatThereIsNone() {
    assertThat(text(new Difference("shop", List.of(), 1)))
        .isEqualTo("shop: no difference, 1 service or job as they shall be\n");
  }
}
