package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The second column is what Docker CLI 28.2.2 made of the first in {@code environment}. */
class ScalarsTest {
  @ParameterizedTest
  @CsvSource({
    "0755,493",
    "0o755,493",
    "0x1F,31",
    "0b11,3",
    "1_000,1000",
    "089,89",
    "+5,5",
    "-0,0",
    "1.0,1",
    "1.50,1.5",
    "1e3,1000",
    "1e5,100000",
    "1e6,1e+06",
    "1234567.5,1.2345675e+06",
    "123456.7,123456.7",
    "1e21,1e+21",
    "0.00001,1e-05",
    ".5,0.5",
    "5.,5",
    "1_000.5,1000.5",
    "08.5,8.5",
    "12e03,12000",
    "123456789.123456789,1.2345678912345679e+08",
    "99999999999999999999,1e+20",
    "yes,yes",
    "off,off",
    "n,n",
    "1:30,1:30",
    "0x,0x",
    "1.2.3,1.2.3",
    "-,-",
    "True,true",
    "2020-01-01,2020-01-01 00:00:00 +0000 UTC"
  })
  void readAsTheDockerCliReadsThem(String text, String shown) {
    assertThat(Scalars.plain(Place.top("f"), text, Yaml.Mark.NONE).shown()).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "10s,10000000000",
    "1m30s,90000000000",
    "1.5s,1500000000",
    "500ms,500000000",
    "0,0",
    "1h0m,3600000000000",
    "5us,5000",
    ".5s,500000000"
  })
  void durationsAreGos(String text, long nanos) {
    assertThat(Units.nanos(text)).hasValue(nanos);
  }

  @ParameterizedTest
  @CsvSource({"''", "10", "1d", "s", "1s 2s", "-1s", "1x", "99999999999999h"})
  void otherDurationsAreRefused(String text) {
    assertThat(Units.nanos(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "100,100",
    "50M,52428800",
    "1.5gb,1610612736",
    "64MiB,67108864",
    "1k,1024",
    "2 g,2147483648"
  })
  void sizesCountIn1024(String text, long bytes) {
    assertThat(Units.bytes(text)).hasValue(bytes);
  }

  @ParameterizedTest
  @CsvSource({"0.5,500000000", "2,2000000000", "0.000000001,1"})
  void cpusCountInBillionths(String text, long nano) {
    assertThat(Units.nanoCpus(text)).hasValue(nano);
    assertThat(Units.nanoCpus("0.0000000001")).isEmpty();
    assertThat(Units.nanoCpus("-1")).isEmpty();
  }
}
