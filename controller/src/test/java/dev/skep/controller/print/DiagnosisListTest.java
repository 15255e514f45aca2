package dev.skep.controller.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.status.DiagnosisDocument;
import dev.skep.controller.status.Json;
import dev.skep.model.Diagnosis;
import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisListTest {
  private static final Diagnosis DIAGNOSIS = new Diagnosis(
      true,
      List.of(
          new Finding(Grade.OK, "engine", "answers", ""),
          new Finding(Grade.WARN, "managers", "2 are a trap", "add a third"),
          new Finding(Grade.FAIL, "lease", "lost\u001b[31m", "start it")));

  @Test
  void aLineForEachAndBelowItTheMend() {
    assertThat(DiagnosisList.text(DIAGNOSIS, Terminal.pipe(true))).isEqualTo("""
        ✓ ok    engine    answers
        ! warn  managers  2 are a trap
                mend: add a third
        ✗ FAIL  lease     lost
                mend: start it
        1 ok, 1 to look at, 1 failed
        """);
  }

  @Test
  void marksAreThereWithoutUnicodeToo() {
    assertThat(DiagnosisList.text(DIAGNOSIS, Terminal.pipe(false)).lines().map(l -> l.charAt(0)))
        .startsWith('+', '!', ' ', 'x');
  }

  @Test
  void programsReadTheSame() {
    assertThat(Json.line(DiagnosisDocument.of(DIAGNOSIS)))
        .startsWith("{\"apiVersion\":\"skep.dev/v1\",\"kind\":\"Diagnosis\","
            + "\"counts\":{\"Ok\":1,\"Warn\":1,\"Fail\":1},")
        .contains("{\"grade\":\"Warn\",\"about\":\"managers\",\"message\":\"2 are a trap\","
            + "\"mend\":\"add a third\"}");
  }
}
