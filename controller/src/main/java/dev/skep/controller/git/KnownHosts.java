package dev.skep.controller.git;

import dev.skep.controller.secrets.SecretFile;
import io.vavr.control.Either;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** The keys by which one server is known. No other key is ever taken, nobody is asked. */
final class KnownHosts implements ServerKeyDatabase {
  private static final int SSH = 22;

  private final SecretFile file;
  private final String host;
  private final List<PublicKey> known = new ArrayList<>();
  private final List<PublicKey> revoked = new ArrayList<>();
  private volatile Optional<String> refusal = Optional.empty();

  private KnownHosts(SecretFile file, String host) {
    this.file = file;
    this.host = host;
  }

  /**
   * What a file says of one server.
   *
   * @return left: what is wrong with the file
   */
  static Either<String, KnownHosts> read(SecretFile file, URIish url) {
    int port = url.getPort() > 0 ? url.getPort() : SSH;
    var host = port == SSH ? url.getHost() : "[" + url.getHost() + "]:" + port;
    return file.text().flatMap(text -> {
      var out = new KnownHosts(file, host);
      try {
        // Line by line: the library's own reader logs lines that it cannot read, and who mixes
        // two files up has a private key here.
        for (var line : text.lines().map(String::strip).toList()) {
          if (line.isEmpty() || line.startsWith("#")) continue;
          var entry = KnownHostEntry.parseKnownHostEntry(line);
          if (entry != null && entry.isHostMatch(url.getHost(), port)) out.add(entry);
        }
        return Either.right(out);
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        return Either.left(file.flag() + " " + file.path()
            + " holds a line that is none of a known_hosts file; write it with ssh-keyscan");
      }
    });
  }

  private void add(KnownHostEntry entry) throws IOException, GeneralSecurityException {
    var marker = Optional.ofNullable(entry.getMarker()).orElse("");
    var key = entry.getKeyEntry().resolvePublicKey(null, null, PublicKeyEntryResolver.IGNORING);
    if (key == null) return;
    if (marker.isEmpty()) known.add(key);
    else if (marker.equals("revoked")) revoked.add(key);
  }

  /** Why the server's key was not taken; empty when it was. */
  Optional<String> refusal() {
    return refusal;
  }

  @Override
  public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration config) {
    return List.copyOf(known);
  }

  @Override
  public boolean accept(
      String address,
      InetSocketAddress remote,
      PublicKey key,
      Configuration config,
      CredentialsProvider nobody) {
    boolean is = known.stream().anyMatch(k -> KeyUtils.compareKeys(k, key))
        && revoked.stream().noneMatch(k -> KeyUtils.compareKeys(k, key));
    if (!is) refusal = Optional.of(why(key));
    return is;
  }

  private String why(PublicKey key) {
    var shown = KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
    return known.isEmpty()
        ? file.path() + " does not name " + host + ", which shows the key " + shown
            + "; if that is its key, add it: ssh-keyscan tells the line"
        : host + " shows the key " + shown + ", which is not the one in " + file.path()
            + ": somebody may stand between; if the server has a new key, put that into the file";
  }
}
