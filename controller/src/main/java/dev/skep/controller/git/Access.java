package dev.skep.controller.git;

import dev.skep.controller.secrets.SecretFile;
import dev.skep.controller.source.SourceAddress;
import io.vavr.control.Either;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.api.errors.GitAPIException;

/** How to get to a repository. */
interface Access {
  /** A conversation with a repository. */
  interface Talk<T> {
    T with(Use use) throws GitAPIException;
  }

  /** Makes a command able to reach it. */
  interface Use {
    <C extends TransportCommand<C, ?>> C on(C command);
  }

  /** Talks, or tells for people why not, without anything secret. */
  <T> Either<GitFault, T> use(Talk<T> talk);

  /**
   * What an address needs.
   *
   * @return left: what is missing, wrong or of no use, and the mend
   */
  static Either<String, Access> to(SourceAddress.Repository address, AccessFiles files) {
    return switch (address.transport()) {
      case FILE ->
        unused(files.token().or(files::ssh), "which no repository of this machine needs")
            .map(none -> open());
      case HTTP, HTTPS ->
        unused(files.ssh(), "which is for ssh:// and git@HOST:…")
            .flatMap(none -> HttpAccess.of(address, files.token()));
      case SSH ->
        unused(files.token(), "which is for https://")
            .flatMap(none -> SshAccess.of(address, files.sshKey(), files.knownHosts()));
    };
  }

  private static Either<String, Boolean> unused(Optional<SecretFile> file, String why) {
    return file.<Either<String, Boolean>>map(
            f -> Either.left(f.flag() + " is given, " + why + "; leave it out"))
        .orElse(Either.right(true));
  }

  /** No key, no token: for what anybody may read. */
  static Access open() {
    return new Access() {
      @Override
      public <T> Either<GitFault, T> use(Talk<T> talk) {
        return talk(talk, transport -> {}, text -> text);
      }
    };
  }

  /**
   * @param transport prepares whatever carries the conversation
   * @param reason makes of the library's words what helps people
   */
  static <T> Either<GitFault, T> talk(
      Talk<T> talk, TransportConfigCallback transport, UnaryOperator<String> reason) {
    try {
      return Either.right(talk.with(new Use() {
        @Override
        public <C extends TransportCommand<C, ?>> C on(C command) {
          return command.setTransportConfigCallback(transport);
        }
      }));
    } catch (GitAPIException e) {
      return Either.left(new GitFault.Unreachable(reason.apply(Causes.text(e))));
    }
  }
}
