package dev.skep.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import dev.skep.reconciler.Audit;
import dev.skep.reconciler.Audit.Damage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsCheckTest {
  @Test
  void saysHowManyAndHowMuch() {
    assertThat(RecordsCheck.of(new Audit(7, 3L << 20, List.of(), List.of(), false)))
        .containsExactly(Finding.ok(
            "records", "7, all can be read; ends and logs of attempts take 3 of 16 MiB"));
  }

  @Test
  void tooMuchIsToldOf() {
    var found = RecordsCheck.of(new Audit(7, Audit.CAP + 1, List.of(), List.of(), false));
    assertThat(found).extracting(Finding::grade).containsExactly(Grade.WARN);
  }

  @Test
  void whatIsLeftOverIsNamed() {
    var found = RecordsCheck.of(new Audit(7, 0, List.of(), List.of("shop_migrate-x-1"), false));
    assertThat(found.getFirst().said()).endsWith("shop_migrate-x-1");
  }

  @ParameterizedTest
  @CsvSource({
    "job, skep resolve job shop_migrate --as",
    "attempt, skep resolve job shop_migrate --as",
    "orders, docker config rm c",
    "stack, put back the labels",
    "receipt, docker config rm c; nothing is decided by it"
  })
  void eachDamageHasItsMend(String kind, String mend) {
    var damage = new Damage("c", kind, "shop_migrate", "format 9");
    var found =
        RecordsCheck.of(new Audit(1, 0, List.of(damage), List.of(), false)).getFirst();
    assertThat(found.grade()).isEqualTo(Grade.FAIL);
    assertThat(found.said())
        .isEqualTo("config c (" + kind + " of shop_migrate) cannot be read: format 9");
    assertThat(found.mend()).contains(mend);
  }

  @Test
  void aStoreThatWasPutBackWaitsForAPerson() {
    var found = RecordsCheck.of(new Audit(7, 0, List.of(), List.of(), true)).getFirst();
    assertThat(found.grade()).isEqualTo(Finding.Grade.WARN);
    assertThat(found.mend()).contains("skep ledger accept");
  }
}
