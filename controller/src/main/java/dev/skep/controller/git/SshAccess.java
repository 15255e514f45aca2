package dev.skep.controller.git;

import dev.skep.controller.secrets.SecretFile;
import dev.skep.controller.source.SourceAddress;
import io.vavr.control.Either;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/**
 * A repository behind ssh: one key, one file of known servers. No agent, no home folder and no
 * settings of this machine's users play a part.
 */
final class SshAccess implements Access {
  private static final File NOWHERE = new File("/nonexistent");

  private final URIish url;
  private final SecretFile key;
  private final SecretFile knownHosts;

  private SshAccess(URIish url, SecretFile key, SecretFile knownHosts) {
    this.url = url;
    this.key = key;
    this.knownHosts = knownHosts;
  }

  static Either<String, Access> of(
      SourceAddress.Repository address, Optional<SecretFile> key, Optional<SecretFile> knownHosts) {
    if (key.isEmpty() || knownHosts.isEmpty()) {
      return Either.left("--source " + address.name() + " is reached by ssh; give --git-ssh-key"
          + " FILE, a private key that may read it, and --git-known-hosts FILE, with the line that"
          + " ssh-keyscan tells of " + address.host());
    }
    try {
      var access = new SshAccess(new URIish(address.url()), key.get(), knownHosts.get());
      return access.sessions().map(able -> access);
    } catch (URISyntaxException e) {
      return Either.left("--source " + address.name() + " is no address; write git@HOST:REPO.git");
    }
  }

  private record Sessions(SshdSessionFactory factory, KnownHosts hosts) {}

  @Override
  public <T> Either<GitFault, T> use(Talk<T> talk) {
    var sessions = sessions();
    if (sessions.isLeft()) return Either.left(new GitFault.Unreachable(sessions.getLeft()));
    var hosts = sessions.get().hosts();
    try (var factory = sessions.get().factory()) {
      return Access.talk(
          talk,
          transport -> {
            if (transport instanceof SshTransport ssh) ssh.setSshSessionFactory(factory);
          },
          text -> hosts.refusal().orElseGet(() -> refusal(text)));
    }
  }

  /** The library has no other sign of it than its words. */
  private String refusal(String text) {
    return text.contains("No more authentication methods available")
        ? url.getHost() + " does not let the key in " + key.path() + " in as " + url.getUser()
            + "; add its public half there, for reading this repository"
        : text;
  }

  /** Read anew for every conversation, as the files may have changed. */
  private Either<String, Sessions> sessions() {
    return keys()
        .flatMap(keys -> KnownHosts.read(knownHosts, url).map(hosts -> {
          var factory = new SshdSessionFactoryBuilder()
              .setHomeDirectory(NOWHERE)
              .setSshDirectory(NOWHERE)
              .setConfigStoreFactory((home, config, user) -> null)
              .setDefaultIdentities(folder -> List.of())
              .setDefaultKeysProvider(folder -> keys)
              .setServerKeyDatabase((home, folder) -> hosts)
              .setPreferredAuthentications("publickey")
              .setConnectorFactory(null)
              .build(null);
          return new Sessions(factory, hosts);
        }));
  }

  private Either<String, List<KeyPair>> keys() {
    return key.text().flatMap(text -> {
      var keys = new ArrayList<KeyPair>();
      try (var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
        var read = SecurityUtils.loadKeyPairIdentities(
            null, NamedResource.ofName("key"), in, FilePasswordProvider.EMPTY);
        if (read != null) read.forEach(keys::add);
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        // What the library says of it may quote the file.
        keys.clear();
      }
      return keys.isEmpty()
          ? Either.left(key.flag() + " " + key.path() + " holds no private key that can be used;"
              + " give one without a passphrase, as ssh-keygen -t ed25519 -N '' makes it")
          : Either.right(List.copyOf(keys));
    });
  }
}
