package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.print.Samples;
import dev.skep.model.JobPhase;
import io.vavr.control.Either;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The documents that {@code skep get -o json} prints. */
class ListingTest {
  private static final Witness WITNESS =
      new Witness("infra-prod", "laptop", -1, "the Swarm", Samples.NOW);
  private static final LogTails LOGS = new LogTails((run, number) -> Either.right(Samples.LOG));

  private final Listing listing = new Listing(WITNESS, LOGS);

  @Test
  void aStackIsTheDocumentOfItsStatusFile() {
    assertThat(listing.stacks(List.of(Samples.blocked())))
        .containsExactly(StatusDocument.of(Samples.blocked(), WITNESS, Map.of(), LOGS));
  }

  @Test
  void aJobHasTheAttemptsOfItsOwnAlone() {
    var found = listing.jobs(List.of(Samples.blocked()), Samples.attempts(), List.of());
    var rows = Samples.blocked().jobs();
    assertThat(found)
        .hasSameSizeAs(rows)
        .last()
        .isEqualTo(JobDocument.of("shop", rows.getLast(), Samples.attempts(), WITNESS, LOGS));
    assertThat(found.getFirst().toString()).doesNotContain("history");
  }

  @Test
  void aJobWithAScheduleSaysWhenItRunsNext() {
    var row = Samples.nightly(JobPhase.SCHEDULED);
    assertThat(Yaml.text(JobDocument.of("shop", row, Samples.attempts(), WITNESS, LOGS)))
        .contains("""
              schedule:
                cron: 30 2 * * *
                timeZone: Europe/Vienna
                concurrency: forbid
                nextRuns:
                  - 2026-11-23T01:30:00Z
                  - 2026-11-24T01:30:00Z
                  - 2026-11-25T01:30:00Z
                  - 2026-11-26T01:30:00Z
                  - 2026-11-27T01:30:00Z
            """);
  }

  @Test
  void aServiceSaysWhoseItIs() {
    var found = listing.services(List.of(Samples.blocked()));
    assertThat(found).hasSameSizeAs(Samples.blocked().services());
    assertThat(Yaml.text(found.getLast()))
        .contains("kind: Service\n", "name: shop_app", "stack: shop", "waitsFor: job/migrate-pg");
  }

  @Test
  void nothingIsAListToo() {
    assertThat(Json.text(Listing.list(List.of()))).contains("\"items\" : [ ]");
  }
}
