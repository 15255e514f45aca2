package dev.skep.controller.source;

import dev.skep.manifests.Repository;
import dev.skep.model.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Stacks in a directory, which may refer to files elsewhere in the same Git work tree. */
public final class DirectorySource {
  private static final int MOST_FILES = 20_000;

  private final Path directory;
  private final Path root;
  private final LastGood lastGood = new LastGood();
  private Set<Path> elsewhere = Set.of();
  private String fingerprint = "";
  private Stacks latest = Stacks.NONE;

  public DirectorySource(Path directory) {
    this.directory = directory;
    this.root = Repository.root(directory);
  }

  /** The stacks, read anew if any file that they may refer to has changed. */
  public synchronized Stacks read() {
    var now = fingerprint();
    if (now.equals(fingerprint)) return latest;
    fingerprint = now;
    latest = load();
    return latest;
  }

  /** Names the state of the directory that was read last. */
  public synchronized String revision() {
    return Hash.base32(fingerprint, 10);
  }

  private Stacks load() {
    var content =
        Repository.read(new Repository.Request(root, directory, Optional.empty(), Map.of(), true));
    elsewhere = content.elsewhere();
    return lastGood.after(content);
  }

  private String fingerprint() {
    try (var below = Files.walk(directory)) {
      var out = new StringBuilder();
      Stream.concat(
              below.filter(Files::isRegularFile).limit(MOST_FILES),
              elsewhere.stream().filter(Files::isRegularFile))
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
