package dev.skep.controller.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.docker.RegistryAnswer.Found;
import dev.skep.controller.docker.RegistryAnswer.NoImage;
import dev.skep.controller.docker.RegistryAnswer.NoLogin;
import dev.skep.controller.docker.RegistryAnswer.Puzzling;
import dev.skep.controller.docker.RegistryAnswer.Silent;
import dev.skep.model.LockedImage;
import dev.skep.model.Tree;
import dev.skep.reconciler.SwarmFault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryAnswerTest {
  private static final ImageName NAME = new ImageName("reg.example:5000/shop/app:1");

  private static RegistryAnswer answer(int status, String body) {
    return RegistryAnswer.of(new Reply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
  }

  private static RegistryAnswer complaint(int status, String message) {
    return answer(status, Tree.strings(Map.of("message", message)).canonical());
  }

  private static SwarmFault fault(RegistryAnswer answer) {
    return answer.about(NAME).getLeft();
  }

  @Test
  void platformsAreTakenAsTheDockerCommandTakesThem() {
    var body = """
        {"Descriptor": {"digest": "sha256:ab", "size": 527}, "Platforms": [
          {"os": "linux", "architecture": "arm64", "variant": "v8"},
          {"os": "linux", "architecture": "arm", "variant": "v6"},
          {"os": "linux", "architecture": "arm", "variant": "v7"},
          {"os": "unknown", "architecture": "unknown"},
          {"os": "linux", "architecture": "unknown"},
          {"architecture": "amd64"},
          {"os": "linux", "architecture": "amd64"},
          {"os": "linux", "architecture": "amd64"},
          {"os": "windows", "architecture": "amd64"}]}""";
    assertThat(answer(200, body).about(NAME))
        .contains(new LockedImage(
            "sha256:ab", List.of("linux/arm64", "linux/", "linux/amd64", "windows/amd64")));
  }

  @Test
  void platformsMayBeMissing() {
    var body = "{\"Descriptor\":{\"digest\":\"sha256:ab\"},\"Platforms\":null}";
    assertThat(answer(200, body)).isEqualTo(new Found(new LockedImage("sha256:ab", List.of())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "[]",
        "{}",
        "{\"Descriptor\":{}}",
        "{\"Descriptor\":{\"digest\":\"latest\"}}"
      })
  void withoutADigestNothingIsFound(String body) {
    assertThat(answer(200, body)).isInstanceOf(Puzzling.class);
    assertThat(fault(answer(200, body))).isInstanceOf(SwarmFault.Unreachable.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      404 | manifest unknown: manifest unknown
      400 | invalid reference format: repository name must be lowercase
      500 | manifest for app:1 not found
      500 | errors: manifest unknown
      """)
  void anImageThatIsNotThereIsRejectedWithTheMend(int status, String said) {
    assertThat(complaint(status, said)).isInstanceOf(NoImage.class);
    assertThat(fault(complaint(status, said)))
        .isEqualTo(new SwarmFault.Rejected("registry reg.example:5000 has no image " + NAME + ": "
            + said + " (HTTP " + status + "); push it, or correct the name"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      401 | unauthorized: authentication required
      403 | denied: requested access to the resource is denied
      500 | Head "https://reg.example:5000/v2/app/manifests/1": no basic auth credentials
      500 | Get "https://reg.example/v2/": unauthorized: incorrect username or password
      500 | pull access denied, repository does not exist or may require authorization
      """)
  void aRefusalIsRejectedAndTellsHowToLogIn(int status, String said) {
    assertThat(complaint(status, said)).isInstanceOf(NoLogin.class);
    assertThat(fault(complaint(status, said)))
        .isInstanceOf(SwarmFault.Rejected.class)
        .extracting(SwarmFault::message)
        .asString()
        .contains(NAME.text(), said, "run 'docker login reg.example:5000'");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      500 | Get "https://a/v2/": dial tcp 10.0.0.1:443: connect: connection refused
      500 | Get "https://a/v2/": dial tcp: lookup a on 127.0.0.11:53: no such host
      500 | Get "https://a/v2/": dial tcp 10.0.0.1:443: connect: permission denied
      500 | Get "https://a/v2/": net/http: TLS handshake timeout
      500 | Get "https://a/v2/": context deadline exceeded (Client.Timeout exceeded)
      500 | Get "https://a/v2/": x509: certificate signed by unknown authority
      500 | Get "https://a/v2/": http: server gave HTTP response to HTTPS client
      500 | Get "https://a/v2/": EOF
      500 | received unexpected HTTP status: 503 Service Unavailable
      429 | toomanyrequests: You have reached your pull rate limit
      503 | unavailable
      """)
  void aRegistryThatCannotBeTalkedToIsUnreachable(int status, String said) {
    assertThat(complaint(status, said)).isInstanceOf(Silent.class);
    assertThat(fault(complaint(status, said)))
        .isInstanceOf(SwarmFault.Unreachable.class)
        .extracting(SwarmFault::message)
        .asString()
        .contains("registry reg.example:5000", NAME.text(), said, "see that it runs");
  }

  @Test
  void anythingElseConcernsThisImageAlone() {
    assertThat(complaint(500, "unsupported manifest media type")).isInstanceOf(Puzzling.class);
  }

  @ParameterizedTest
  @CsvSource({
    "busybox:1, docker.io",
    "shop/app, docker.io",
    "localhost/app, localhost",
    "127.0.0.1:5000/a/b:1, 127.0.0.1:5000",
    "reg.example/a, reg.example",
    "Reg/a, Reg"
  })
  void theRegistryIsTheFirstPartIfThatCanBeAHost(String name, String registry) {
    assertThat(new ImageName(name).registry()).isEqualTo(registry);
  }

  @Test
  void theUsualRegistryNeedsNoNameToLogIn() {
    assertThat(new ImageName("busybox").login()).isEqualTo("docker login");
  }
}
