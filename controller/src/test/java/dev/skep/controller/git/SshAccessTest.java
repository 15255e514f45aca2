package dev.skep.controller.git;

import static dev.skep.controller.git.Upstream.address;
import static dev.skep.controller.git.Upstream.stack;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SshAccessTest {
  private static final KeyPair SERVER = GitSshServer.key();
  private static final KeyPair GUEST = GitSshServer.key();
  private static final KeyPair STRANGER = GitSshServer.key();

  @TempDir
  Path folder;

  private Upstream upstream;
  private GitSshServer server;
  private Path key;
  private Path hosts;
  private GitSource source;

  @BeforeEach
  void oneStack() throws Exception {
    upstream = new Upstream(folder.resolve("infra"));
    upstream.write("shop/compose.yaml", stack("1")).commit("begin");
    server = new GitSshServer(upstream.repository(), SERVER, GUEST.getPublic());
    key = folder.resolve("key");
    GitSshServer.write(key, GUEST, null);
    hosts = folder.resolve("hosts");
    Files.writeString(hosts, "# servers\n" + server.line(SERVER.getPublic()));
  }

  @AfterEach
  void close() throws Exception {
    if (source != null) source.close();
    server.close();
    upstream.close();
  }

  private AccessFiles files() {
    return new AccessFiles(Optional.empty(), Optional.of(key), Optional.of(hosts));
  }

  private String refusal() {
    return Access.to(address(server.url()), files()).getLeft();
  }

  private void look() {
    source = Upstream.looked(server.url() + "#main", files(), folder.resolve("cache"));
  }

  private String trouble() {
    return Upstream.trouble(source);
  }

  @Test
  void rightKeyOpensTheRepository() {
    look();
    assertThat(trouble()).isEmpty();
    assertThat(source.read().good()).containsOnlyKeys("shop");
  }

  @Test
  void wrongKeyIsRefusedWithTheMend() throws Exception {
    GitSshServer.write(key, STRANGER, null);
    look();
    assertThat(source.read().good()).isEmpty();
    assertThat(trouble())
        .isEqualTo("127.0.0.1 does not let the key in " + key + " in as git; add its public half"
            + " there, for reading this repository");
  }

  @Test
  void serverWithAnotherKeyIsNotSpokenTo() throws Exception {
    Files.writeString(hosts, server.line(STRANGER.getPublic()));
    look();
    assertThat(source.read().good()).isEmpty();
    assertThat(trouble())
        .contains("shows the key ssh-ed25519 " + KeyUtils.getFingerPrint(SERVER.getPublic()))
        .contains("which is not the one in " + hosts)
        .contains("somebody may stand between");
  }

  @Test
  void unknownServerIsNotSpokenToAndNotNoted() throws Exception {
    var text = "other.example " + server.line(SERVER.getPublic()).split(" ", 2)[1];
    Files.writeString(hosts, text);
    look();
    assertThat(source.read().good()).isEmpty();
    assertThat(trouble()).startsWith(hosts + " does not name [127.0.0.1]:");
    assertThat(hosts).hasContent(text);
  }

  @Test
  void revokedKeyIsNotTaken() throws Exception {
    var line = server.line(SERVER.getPublic());
    Files.writeString(hosts, line + "@revoked " + line);
    look();
    assertThat(trouble()).contains("which is not the one in");
  }

  @Test
  void changedFilesAreReadAnew() throws Exception {
    Files.writeString(hosts, server.line(STRANGER.getPublic()));
    look();
    assertThat(trouble()).isNotEmpty();
    Files.writeString(hosts, server.line(SERVER.getPublic()));
    source.look();
    assertThat(trouble()).isEmpty();
    assertThat(source.read().good()).containsOnlyKeys("shop");
  }

  @Test
  void withoutTheTwoFilesItIsSaidWhatToGive() {
    assertThat(Access.to(address("git@host:x.git"), AccessFiles.NONE).getLeft())
        .isEqualTo("--source git@host:x.git is reached by ssh; give --git-ssh-key FILE, a private"
            + " key that may read it, and --git-known-hosts FILE, with the line that ssh-keyscan"
            + " tells of host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "hosts"})
  void fileThatIsNotThereIsTold(String name) throws Exception {
    Files.delete(folder.resolve(name));
    assertThat(refusal()).startsWith("--git-").contains(folder.resolve(name) + " does not exist");
  }

  @Test
  void whatIsNoKeyIsRefusedAndNotRepeated() throws Exception {
    Files.writeString(key, "S3CRET");
    assertThat(refusal())
        .startsWith("--git-ssh-key " + key + " holds no private key that can be used; give one")
        .doesNotContain("S3CRET");
  }

  @Test
  void keyWithAPassphraseIsRefused() throws Exception {
    var encryption = new OpenSSHKeyEncryptionContext();
    encryption.setPassword("S3CRET");
    encryption.setCipherType("256");
    GitSshServer.write(key, GUEST, encryption);
    assertThat(refusal()).contains("without a passphrase").doesNotContain("S3CRET");
  }

  @Test
  void whatIsNoFileOfKnownServersIsRefused() throws Exception {
    Files.writeString(hosts, "[127.0.0.1 S3CRET\n\u0000 x\n");
    assertThat(refusal())
        .startsWith("--git-known-hosts " + hosts + " holds a line")
        .doesNotContain("S3CRET");
  }
}
