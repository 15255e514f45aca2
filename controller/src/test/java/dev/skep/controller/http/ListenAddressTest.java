package dev.skep.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @CsvSource({
    "9876, 127.0.0.1, 9876",
    ":9876, 127.0.0.1, 9876",
    "0.0.0.0:80, 0.0.0.0, 80",
    "[::1]:80, 0:0:0:0:0:0:0:1, 80"
  })
  void addresses(String text, String address, int port) {
    var read = ListenAddress.parse("--webhook-listen", text).get();
    assertThat(read.getAddress().getHostAddress()).isEqualTo(address);
    assertThat(read.getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:", "::1:80", "1.2.3.4:65536", "1.2.3.4:-1", "a:b:1"})
  void whatIsNoAddressIsRefusedWithTheMend(String text) {
    assertThat(ListenAddress.parse("--webhook-listen", text).getLeft())
        .isEqualTo("--webhook-listen '" + text + "' is no address; write ADDR:PORT, such as"
            + " 0.0.0.0:9876, or PORT for this machine alone");
  }
}
