package dev.skep.controller.source;

import dev.skep.manifests.Repository;
import dev.skep.model.Hash;
import dev.skep.reconciler.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Stacks in a directory, which may refer to files elsewhere in the same Git work tree. */
public final class DirectorySource implements Source {
  private static final int MOST_FILES = 20_000;

  private final Path directory;
  private final Path root;
  private final Clock clock;
  private final StackLoader loader = new StackLoader();
  private String fingerprint = "";
  private Stacks latest = Stacks.NONE;
  private Optional<Instant> readAt = Optional.empty();

  public DirectorySource(Path directory, Clock clock) {
    this.directory = directory;
    this.root = Repository.root(directory);
    this.clock = clock;
  }

  /** The stacks, read anew if any file that they may refer to has changed. */
  @Override
  public synchronized Stacks read() {
    var now = fingerprint();
    if (now.equals(fingerprint)) return latest;
    fingerprint = now;
    readAt = Optional.of(clock.now());
    latest = loader
        .load(root, directory, Optional.empty())
        .getOrElseGet(problems -> loader.kept(directory.toString(), problems));
    return latest;
  }

  @Override
  public synchronized SourceState state() {
    return readAt
        .map(at -> SourceState.read(directory.toString(), Hash.base32(fingerprint, 10), at))
        .orElseGet(() -> SourceState.unread(directory.toString()));
  }

  /** Every read looks at the files anyway. */
  @Override
  public void hint() {}

  @Override
  public void close() {}

  private String fingerprint() {
    try (var below = Files.walk(directory)) {
      var out = new StringBuilder();
      Stream.concat(
              below.filter(Files::isRegularFile).limit(MOST_FILES),
              loader.elsewhere().stream().filter(Files::isRegularFile))
          .sorted()
          .forEach(file -> fingerprint(file, out));
      return out.toString();
    } catch (IOException | UncheckedIOException e) {
      return "unreadable: " + e;
    }
  }

  private static void fingerprint(Path file, StringBuilder out) {
    out.append(file);
    try {
      long changed = Files.getLastModifiedTime(file).toMillis();
      out.append(' ').append(Files.size(file)).append(' ').append(changed).append('\n');
    } catch (IOException e) {
      out.append(" gone\n");
    }
  }
}
