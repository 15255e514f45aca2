package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.print.Samples;
import dev.skep.model.StackStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FollowedDocumentsTest {
  private final FollowedDocuments followed = new FollowedDocuments();

  private static List<Map<String, Object>> at(Instant when, StackStatus... stacks) {
    var witness = new Witness("infra-prod", "laptop", -1, "the Swarm", when);
    return new Listing(witness, LogTails.none()).stacks(List.of(stacks));
  }

  @Test
  void tellsAllAtFirstAndThenWhatSaysSomethingNew() {
    var ready = at(Samples.NOW, Samples.ready());
    assertThat(followed.update(ready)).isEqualTo(ready);
    var blocked = at(Samples.NOW, Samples.blocked());
    assertThat(followed.update(blocked)).isEqualTo(blocked);
  }

  @Test
  void thatSomebodyLookedAgainIsNothingNew() {
    followed.update(at(Samples.NOW, Samples.ready()));
    assertThat(followed.update(at(Samples.NOW.plusSeconds(60), Samples.ready())))
        .isEmpty();
  }

  @Test
  void whatIsGoneIsToldOnce() {
    followed.update(at(Samples.NOW, Samples.ready()));
    assertThat(followed.update(List.of())).singleElement().satisfies(gone -> {
      assertThat(Json.line(gone))
          .isEqualTo(
              "{\"apiVersion\":\"skep.dev/v1\",\"kind\":\"Stack\","
                  + "\"metadata\":{\"name\":\"shop\",\"owner\":\"infra-prod\"},\"status\":{\"gone\":true}}");
    });
    assertThat(followed.update(List.of())).isEmpty();
  }
}
