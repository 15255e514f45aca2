package dev.skep.controller.source;

import java.time.Instant;
import java.util.Optional;

/**
 * What a source can tell of itself.
 *
 * @param name as the user wrote it, without anything secret
 * @param revision names what was read last; empty before the first time
 * @param commit what was read last, where the source has commits
 * @param replaced the commit before, when that one is not in the history of this one
 * @param readAt when that revision was read
 * @param trouble what does not work now; what was read before stays in force
 */
public record SourceState(
    String name,
    String revision,
    Optional<Commit> commit,
    Optional<Commit> replaced,
    Optional<Instant> readAt,
    Optional<Trouble> trouble) {

  /** What does not work, and since when. */
  public record Trouble(String message, Instant since) {}

  /** Nothing was read yet. */
  public static SourceState unread(String name) {
    return new SourceState(
        name, "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A source that works. */
  static SourceState read(String name, String revision, Instant at) {
    return new SourceState(
        name, revision, Optional.empty(), Optional.empty(), Optional.of(at), Optional.empty());
  }

  /** A source of commits that works. */
  public static SourceState read(
      String name, Commit commit, Optional<Commit> replaced, Instant at) {
    return new SourceState(
        name, commit.shortId(), Optional.of(commit), replaced, Optional.of(at), Optional.empty());
  }

  public SourceState with(Optional<Trouble> now) {
    return new SourceState(name, revision, commit, replaced, readAt, now);
  }

  /** The source and its revision in one word. */
  public String at() {
    return revision.isEmpty() ? name : name + "@" + revision;
  }
}
