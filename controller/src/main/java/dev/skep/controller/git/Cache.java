package dev.skep.controller.git;

import dev.skep.controller.files.WholeFile;
import dev.skep.controller.source.Commit;
import dev.skep.controller.source.SourceAddress;
import dev.skep.model.Hash;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checkouts on disk, a folder for each commit. Such a folder has its name only when it is
 * complete, and is never written to again. Which of them count is told by a file.
 */
final class Cache implements AutoCloseable {
  private static final int HASH = 8;
  private static final String ABOUT = "about";

  /** A commit and the folder of what it holds. */
  record Checkout(Commit commit, Path root) {}

  /** Puts what a commit holds into a new folder. */
  interface Filling {
    Either<GitFault, Path> fill(Path folder) throws IOException;
  }

  private final Path folder;
  private final String name;
  private final FileChannel lock;

  private Cache(Path folder, String name, FileChannel lock) {
    this.folder = folder;
    this.name = name;
    this.lock = lock;
  }

  /** Its own folder below the one given; left when another process works there. */
  static Either<String, Cache> open(Path parent, SourceAddress.Repository address)
      throws IOException {
    // All of the address: what another branch had last is no answer for this one.
    var own = address.shortName() + "-" + Hash.base32(address.name(), HASH);
    var folder = parent.toAbsolutePath().normalize().resolve(own);
    Files.createDirectories(folder.getParent());
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    var channel = FileChannel.open(
        folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      return Either.left("another controller uses " + folder
          + "; give this one a folder of its own with --source-cache DIR");
    }
    Files.createDirectories(folder.resolve("commits"));
    // A stack in the repository's own folder is called as that folder is.
    return Either.right(new Cache(folder, address.shortName(), channel));
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Where what was fetched may be kept. */
  Path objects() {
    return folder.resolve("objects.git");
  }

  /** What was kept last, oldest first; what is damaged is left out. */
  List<Checkout> kept() throws IOException {
    var file = folder.resolve("current");
    if (!Files.exists(file)) return List.of();
    return Files.readAllLines(file).stream().flatMap(id -> read(id).stream()).toList();
  }

  /** The complete checkout of a commit, made now where there is none. */
  Either<GitFault, Checkout> add(Commit commit, Filling filling) throws IOException {
    var there = read(commit.id());
    if (there.isPresent()) return Either.right(there.get());
    var half = folder.resolve("half");
    Folders.remove(half);
    Folders.remove(commits(commit.id()));
    Files.createDirectory(half);
    var filled = filling.fill(half.resolve(name));
    if (filled.isLeft()) {
      Folders.remove(half);
      return Either.left(filled.getLeft());
    }
    var size = Folders.size(filled.get());
    WholeFile.replace(
        half.resolve(ABOUT),
        String.join("\n", commit.author(), commit.subject(), commit.at().toString(), "" + size));
    Files.move(half, commits(commit.id()));
    return Either.right(new Checkout(commit, commits(commit.id()).resolve(name)));
  }

  /** These count from now on, the last one most; all others go. */
  void keep(List<Checkout> checkouts) throws IOException {
    var ids = checkouts.stream().map(c -> c.commit().id()).distinct().toList();
    WholeFile.replace(folder.resolve("current"), String.join("\n", ids));
    prune(Set.copyOf(ids));
  }

  private void prune(Set<String> ids) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("commits"))) {
      for (var old :
          all.filter(p -> !ids.contains(p.getFileName().toString())).collect(Collectors.toSet())) {
        Folders.remove(old);
      }
    }
  }

  private Optional<Checkout> read(String id) {
    var root = commits(id).resolve(name);
    try {
      var about = Files.readAllLines(commits(id).resolve(ABOUT));
      var commit = new Commit(id, about.get(0), about.get(1), Instant.parse(about.get(2)));
      // A power cut may leave files without what was in them.
      boolean whole = Folders.size(root) == Long.parseLong(about.get(3));
      return whole ? Optional.of(new Checkout(commit, root)) : Optional.empty();
    } catch (IOException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private Path commits(String id) {
    return folder.resolve("commits").resolve(id);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
