package dev.skep.controller.cli;

import dev.skep.controller.git.AccessFiles;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that open a repository which not everybody may read. */
final class AccessOptions {
  @Option(
      names = "--git-token-file",
      paramLabel = "FILE",
      description = "The token for an https:// repository. Only that host ever gets it; read anew"
          + " when the file changes.")
  private Optional<Path> token = Optional.empty();

  @Option(
      names = "--git-ssh-key",
      paramLabel = "FILE",
      description = "The private key, without passphrase, for a repository behind ssh.")
  private Optional<Path> sshKey = Optional.empty();

  @Option(
      names = "--git-known-hosts",
      paramLabel = "FILE",
      description =
          "The keys of ssh servers, as ssh-keyscan tells them; no other server is" + " trusted.")
  private Optional<Path> knownHosts = Optional.empty();

  AccessFiles files() {
    return new AccessFiles(token, sshKey, knownHosts);
  }
}
