package dev.skep.controller.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins that programs keep, as the header that the engine gets. */
class CredentialHelpersTest {
  private static final String ALL = "{\"credsStore\": \"bee\"}";

  @TempDir
  Path folder;

  private final AtomicLong now = new AtomicLong();
  private Credentials credentials;

  @BeforeEach
  void read() {
    var helpers = new CredentialHelpers("/nowhere:" + folder, now::get);
    credentials = new Credentials(this::config, helpers);
  }

  private DefaultDockerClientConfig config() {
    return DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost("unix:///nowhere")
        .withDockerConfig(folder.toString())
        .build();
  }

  private void config(String text) throws IOException {
    Files.writeString(folder.resolve("config.json"), text);
    read();
  }

  /** Notes what it is asked for, one line each. */
  private void helper(String name, String script) throws IOException {
    var file = folder.resolve("docker-credential-" + name);
    Files.writeString(
        file, "#!/bin/sh\n(echo \"$1 $(cat)\") >>" + folder.resolve("asked") + "\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void says(String name, String user, String secret) throws IOException {
    helper(name, "echo '{\"Username\": \"" + user + "\", \"Secret\": \"" + secret + "\"}'\n");
  }

  private List<String> asked() throws IOException {
    var file = folder.resolve("asked");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** The header's content; empty without one. */
  private String sent(String image) {
    var header = credentials.headersFor(image).get().getOrDefault("X-Registry-Auth", "");
    return new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
  }

  @Test
  void theStoreIsAskedForTheRegistryOfTheImage() throws IOException {
    says("bee", "anna", "honey");
    config(ALL);
    assertThat(sent("reg.example:5000/a/b:1"))
        .isEqualTo(
            "{\"password\":\"honey\",\"serveraddress\":\"reg.example:5000\",\"username\":\"anna\"}");
    assertThat(asked()).containsExactly("get reg.example:5000");
  }

  @Test
  void dockersOwnRegistryHasItsOldName() throws IOException {
    says("bee", "anna", "honey");
    config(ALL);
    for (var image : List.of("busybox:1", "docker.io/team/app", "team/app:2"))
      assertThat(sent(image)).contains("\"serveraddress\":\"https://index.docker.io/v1/\"");
    assertThat(asked()).containsExactly("get https://index.docker.io/v1/");
  }

  @Test
  void aWarningBesideTheAnswerIsNoPartOfIt() throws IOException {
    helper(
        "bee", "echo 'old key ring' >&2\necho '{\"Username\": \"anna\", \"Secret\": \"honey\"}'\n");
    config(ALL);
    assertThat(sent("reg.example/a")).contains("\"password\":\"honey\"");
  }

  @Test
  void aFileThatIsDamagedMeanwhileIsAFaultWithItsPlace() throws IOException {
    config("{}");
    assertThat(credentials.headersFor("reg.example/a").get()).isEmpty();
    var file = Files.writeString(folder.resolve("config.json"), "{");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    assertThat(credentials.headersFor("reg.example/a").getLeft().message())
        .contains("no credentials for reg.example/a", "cannot read " + file);
  }

  @Test
  void aHelperOfOneRegistryComesBeforeTheStore() throws IOException {
    says("bee", "anna", "honey");
    says("wasp", "<token>", "abc");
    config("{\"credsStore\": \"bee\", \"credHelpers\": {\"reg.example\": \"wasp\"}}");
    assertThat(sent("reg.example/app"))
        .isEqualTo("{\"identitytoken\":\"abc\",\"serveraddress\":\"reg.example\"}");
    assertThat(sent("other.example/app")).contains("anna");
  }

  @Test
  void whatItSaidIsHeldForAMinute() throws IOException {
    says("bee", "anna", "honey");
    config(ALL);
    sent("reg.example/app");
    sent("reg.example/web");
    assertThat(asked()).hasSize(1);
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    says("bee", "anna", "wax");
    assertThat(sent("reg.example/app")).contains("wax");
  }

  @Test
  void anImageNeedsNoCredentialsWhereAHelperHasNone() throws IOException {
    helper("bee", "echo 'credentials not found in native keychain'; exit 1\n");
    config(ALL);
    assertThat(sent("reg.example/app")).isEmpty();
  }

  @Test
  void whyThereIsNoLoginIsToldUntilThereIsOne() throws IOException {
    config(ALL);
    helper("bee", "echo 'the hive is locked'; exit 2\n");
    assertThat(credentials.trouble("reg.example/app"))
        .contains("no credentials for reg.example from docker-credential-bee: exit code 2 the hive"
            + " is locked");
    helper("bee", "echo 'credentials not found in native keychain'; exit 1\n");
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(credentials.trouble("reg.example/app")).isEmpty();
  }

  @Test
  void aHelperThatFailsIsNoReasonToRefuseAPublicImage() throws IOException {
    helper("bee", "echo 'the hive is locked'; exit 2\n");
    config(ALL);
    assertThat(sent("reg.example/app")).isEmpty();
    config("{\"credsStore\": \"none\"}");
    assertThat(sent("reg.example/app")).isEmpty();
    config("{\"credsStore\": \"../bee\"}");
    assertThat(sent("reg.example/app")).isEmpty();
    helper("wasp", "echo nonsense\n");
    config("{\"credsStore\": \"wasp\"}");
    assertThat(sent("reg.example/app")).isEmpty();
  }

  @Test
  void whatStandsInTheFileIsUsedWhereNoHelperKnowsAny() throws IOException {
    var login = Base64.getEncoder().encodeToString("anna:honey".getBytes(StandardCharsets.UTF_8));
    helper("bee", "exit 1\n");
    config("{\"credHelpers\": {\"other.example\": \"bee\"},"
        + " \"auths\": {\"reg.example\": {\"auth\": \"" + login + "\"}}}");
    assertThat(sent("reg.example/app")).contains("anna", "honey");
    assertThat(asked()).isEmpty();
  }
}
