package dev.skep.controller.git;

import io.vavr.control.Either;
import org.eclipse.jgit.api.TransportCommand;
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

  /** No key, no token: for what anybody may read. */
  static Access open() {
    return new Access() {
      @Override
      public <T> Either<GitFault, T> use(Talk<T> talk) {
        try {
          return Either.right(talk.with(new Use() {
            @Override
            public <C extends TransportCommand<C, ?>> C on(C command) {
              return command;
            }
          }));
        } catch (GitAPIException e) {
          return Either.left(new GitFault.Unreachable(Causes.text(e)));
        }
      }
    };
  }
}
