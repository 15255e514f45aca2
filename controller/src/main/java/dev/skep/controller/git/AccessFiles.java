package dev.skep.controller.git;

import dev.skep.controller.secrets.SecretFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that open repositories which not everybody may read, as the command line names them. */
public record AccessFiles(
    Optional<Path> gitToken, Optional<Path> gitSshKey, Optional<Path> gitKnownHosts) {

  public static final AccessFiles NONE =
      new AccessFiles(Optional.empty(), Optional.empty(), Optional.empty());

  Optional<SecretFile> token() {
    return gitToken.map(path -> new SecretFile("--git-token-file", path));
  }

  Optional<SecretFile> sshKey() {
    return gitSshKey.map(path -> new SecretFile("--git-ssh-key", path));
  }

  Optional<SecretFile> knownHosts() {
    return gitKnownHosts.map(path -> new SecretFile("--git-known-hosts", path));
  }

  /** Those that are given, by their flags. */
  public List<String> flags() {
    return Stream.of(token(), sshKey(), knownHosts())
        .flatMap(Optional::stream)
        .map(SecretFile::flag)
        .toList();
  }

  /** The first of those for ssh. */
  Optional<SecretFile> ssh() {
    return Stream.of(sshKey(), knownHosts()).flatMap(Optional::stream).findFirst();
  }
}
