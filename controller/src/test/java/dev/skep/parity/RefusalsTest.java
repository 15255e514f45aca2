package dev.skep.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Outcome REFUSED = new Outcome.RefusedByBoth("no file", "no such file");
  private static final Outcome NEWER = new Outcome.OnlySkep("a list", new Holdings(Map.of()));

  private final Map<StackFile, Outcome> outcomes = new LinkedHashMap<>();

  private Refusals refusals(String... titles) {
    for (var title : titles) put(title, REFUSED);
    return new Refusals(outcomes);
  }

  private void put(String title, Outcome outcome) {
    outcomes.put(new StackFile(title, Path.of("compose.yaml"), Map.of()), outcome);
  }

  @Test
  void leavesOutWhatOnlyLacksWhatFillsIt() {
    put("001_files/a.yml (filled)", NEWER);
    var refusals = refusals("001__a.yml", "001__a.yml (filled)");
    assertThat(refusals.errors()).isZero();
    assertThat(refusals.incomplete()).isEqualTo(2);
    assertThat(refusals.toString())
        .contains("Newer Compose, only Skep takes it: 1")
        .doesNotContain("001__a.yml");
  }

  @Test
  void tellsOfAFileThatIsWrongInAllFormsByTheLast() {
    var refusals = refusals("001__a.yml", "001_files/a.yml (filled)", "002__b.yml");
    assertThat(refusals.errors()).isEqualTo(2);
    assertThat(refusals.incomplete()).isEqualTo(1);
    assertThat(refusals.toString())
        .contains("Real errors, refused by both: 2", "001_files/a.yml (filled)", "002__b.yml")
        .doesNotContain("001__a.yml");
  }

  @Test
  void tellsFilesOfTheProjectApart() {
    assertThat(refusals("infra/a.yaml", "infra/b.yaml").errors()).isEqualTo(2);
  }
}
