package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.JobRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  /** The engine's own rules: moby, names of services and configs. */
  @ParameterizedTest
  @CsvSource({
    "shop,migrate",
    "Shop.Two,migrate-pg",
    "a,b",
    "-odd,name_",
    "x2345678901234567890123456789012345678901234567890,y2345678901234567890"
  })
  void fitTheEngineWhateverTheStackIsCalled(String stack, String job) {
    var record = new JobRecord(
        stack,
        job,
        "incarnation",
        new JobRecord.Run("abcdefghijklmnopqrstuvwxyz", "key", 1, "", Map.of()),
        12345,
        Optional.empty(),
        1,
        List.of());
    assertThat(Names.attemptService(record))
        .matches("[a-zA-Z0-9](?:[-_]*[A-Za-z0-9]+)*")
        .hasSizeLessThanOrEqualTo(63);
    for (var name : List.of(
        Names.jobRecord("owner of mine", stack, job),
        Names.stackRecord("owner", stack),
        Names.lease("an owner with a long name, longer than any sensible one would ever be"),
        Names.attemptRecord("owner", record.run().id(), 12345),
        Names.logRecord("owner", record.run().id(), 12345))) {
      assertThat(name).matches("[a-zA-Z0-9](?:[-_.]*[A-Za-z0-9]+)*").hasSizeLessThanOrEqualTo(64);
    }
  }
}
