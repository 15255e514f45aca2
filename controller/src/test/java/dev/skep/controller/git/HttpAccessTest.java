package dev.skep.controller.git;

import static dev.skep.controller.git.Upstream.address;
import static dev.skep.controller.git.Upstream.stack;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpAccessTest {
  private static final String TOKEN = "ghp_S3CRET";

  @TempDir
  Path folder;

  private Upstream upstream;
  private GitWebServer server;
  private GitWebServer other;
  private Path file;
  private GitSource source;

  @BeforeEach
  void oneStack() throws Exception {
    upstream = new Upstream(folder.resolve("infra"));
    upstream.write("shop/compose.yaml", stack("1")).commit("begin");
    server = new GitWebServer(upstream.repository());
    other = new GitWebServer(upstream.repository());
    file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
  }

  @AfterEach
  void close() {
    if (source != null) source.close();
    server.close();
    other.close();
    upstream.close();
  }

  private static String basic(String user, String token) {
    var pair = (user + ":" + token).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static AccessFiles token(Path file) {
    return new AccessFiles(Optional.of(file), Optional.empty(), Optional.empty());
  }

  private void look(String url, AccessFiles files) {
    source = Upstream.looked(url + "#main", files, folder.resolve("cache"));
  }

  private String trouble() {
    return Upstream.trouble(source);
  }

  private void reads() {
    assertThat(trouble()).isEmpty();
    assertThat(source.read().good()).containsOnlyKeys("shop");
  }

  @Test
  void rightTokenOpensTheRepository() {
    server.wants(basic("x-access-token", TOKEN));
    look(server.url(), token(file));
    reads();
    assertThat(source.state().toString()).doesNotContain("S3CRET");
  }

  @Test
  void userOfTheAddressGoesWithTheToken() {
    server.wants(basic("bot", TOKEN));
    look(server.url().replace("127", "bot@127"), token(file));
    reads();
  }

  @Test
  void whatEverybodyMayReadNeedsNoToken() {
    look(server.url(), AccessFiles.NONE);
    reads();
    assertThat(server.authorizations()).isNotEmpty().containsOnly("");
  }

  @Test
  void wrongTokenIsRefusedOnceAndNotRepeated() {
    server.wants(basic("x-access-token", "another"));
    look(server.url(), token(file));
    assertThat(source.read().good()).isEmpty();
    assertThat(server.authorizations()).hasSize(1);
    assertThat(trouble())
        .isEqualTo(server.authority() + " answers 401 to the token in " + file
            + "; put one into it that is valid and may read this repository");
  }

  @Test
  void missingTokenIsAskedFor() {
    server.wants(basic("x-access-token", TOKEN));
    look(server.url(), AccessFiles.NONE);
    assertThat(trouble())
        .isEqualTo(server.authority() + " answers 401; it wants a token: put one into a file for"
            + " --git-token-file");
  }

  @Test
  void changedTokenIsReadAnew() throws Exception {
    server.wants(basic("x-access-token", "next"));
    look(server.url(), token(file));
    assertThat(trouble()).contains("401");
    Files.writeString(file, "next");
    source.look();
    reads();
  }

  @Test
  void fileThatGoesLaterIsToldAndTheServerNotAsked() throws Exception {
    look(server.url(), token(file));
    int calls = server.authorizations().size();
    Files.delete(file);
    source.look();
    assertThat(trouble()).startsWith("--git-token-file " + file + " does not exist");
    assertThat(server.authorizations()).hasSize(calls);
    assertThat(source.read().good()).containsOnlyKeys("shop");
  }

  @Test
  void redirectToAnotherServerDoesNotTakeTheTokenAlong() {
    server.wants(basic("x-access-token", TOKEN));
    server.redirectsTo(other.url());
    look(server.url(), token(file));
    reads();
    assertThat(server.authorizations()).contains(basic("x-access-token", TOKEN));
    assertThat(other.authorizations()).isNotEmpty().containsOnly("");
  }

  @Test
  void serverThatIsRedirectedToAndWantsATokenGetsNone() {
    server.redirectsTo(other.url());
    other.wants(basic("x-access-token", TOKEN));
    look(server.url(), token(file));
    assertThat(other.authorizations()).isNotEmpty().containsOnly("");
    assertThat(trouble())
        .startsWith(server.authority() + " redirects to " + other.authority() + ", which")
        .contains("write the address of where the repository is now");
  }

  @Test
  void tokenThatAServerRepeatsIsNotShown() {
    server.redirectsTo("ftp://" + TOKEN + "/" + basic("x-access-token", TOKEN).substring(6));
    look(server.url(), token(file));
    assertThat(trouble())
        .isNotEmpty()
        .doesNotContain(TOKEN)
        .doesNotContain(basic("x-access-token", TOKEN).substring(6));
  }

  @Test
  void noTokenGoesOverPlainHttpToAnotherMachine() {
    assertThat(
            Access.to(address("http://git.example.org/infra.git"), token(file)).getLeft())
        .isEqualTo("--git-token-file is given, but --source http://git.example.org/infra.git"
            + " would carry the token for anybody to read; write https://");
    assertThat(
            Access.to(address("http://127.evil.example/infra.git"), token(file)).isLeft())
        .isTrue();
    assertThat(Access.to(address("http://localhost/infra.git"), token(file)).isRight())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "S3CRET\nS3CRET\n"})
  void fileThatHoldsNoTokenIsRefused(String text) throws Exception {
    Files.writeString(file, text);
    assertThat(Access.to(address(server.url()), token(file)).getLeft())
        .startsWith("--git-token-file " + file + " ")
        .contains("; ")
        .doesNotContain("S3CRET")
        .hasSizeLessThan(120 + file.toString().length());
  }

  @Test
  void filesThatAreOfNoUseAreRefused() {
    var key = new AccessFiles(Optional.empty(), Optional.of(file), Optional.empty());
    assertThat(Access.to(address(server.url()), key).getLeft())
        .isEqualTo("--git-ssh-key is given, which is for ssh:// and git@HOST:…; leave it out");
    assertThat(Access.to(address("git@host:x.git"), token(file)).getLeft())
        .isEqualTo("--git-token-file is given, which is for https://; leave it out");
    assertThat(Access.to(address("file:///srv/x.git"), token(file)).getLeft())
        .contains("leave it out");
  }
}
