package dev.skep.controller.git;

import io.vavr.control.Either;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Writes what a commit holds into a new folder. Not Git's own checkout: that one would run filters
 * and change line ends as the repository's attributes say. Submodules stay empty folders.
 */
final class Export {
  private static final int LONGEST_LINK = 4096;

  private final Repository repository;
  private final Path target;
  private final Limits limits;

  /** Made last: no file can be written through one. */
  private final Map<Path, ObjectId> links = new LinkedHashMap<>();

  private long bytes;
  private int files;

  Export(Repository repository, Path target, Limits limits) {
    this.repository = repository;
    this.target = target;
    this.limits = limits;
  }

  /** Left when there is too much of it, or what no folder can hold; then the rest is of no use. */
  Either<GitFault, Path> write(String commit) throws IOException {
    try (var walk = new RevWalk(repository);
        var tree = new TreeWalk(repository)) {
      tree.addTree(walk.parseCommit(ObjectId.fromString(commit)).getTree());
      Files.createDirectories(target);
      while (tree.next()) {
        var path = target.resolve(tree.getPathString());
        if (!path.normalize().equals(path) || !path.startsWith(target)) {
          return refused("holds the path " + tree.getPathString());
        }
        if (++files > limits.files()) return refused("has more than " + limits.files() + " files");
        entry(tree, path);
        if (bytes > limits.bytes()) return refused("is larger than " + limits.size());
      }
      for (var link : links.entrySet()) link(link.getKey(), link.getValue());
      return Either.right(target);
    } catch (InvalidPathException e) {
      return refused("holds a path that this system cannot write: " + e.getReason());
    }
  }

  private void entry(TreeWalk tree, Path path) throws IOException {
    var mode = tree.getFileMode();
    if (mode.equals(FileMode.TREE)) {
      Files.createDirectory(path);
      tree.enterSubtree();
    } else if (mode.equals(FileMode.GITLINK)) {
      Files.createDirectory(path);
    } else if (mode.equals(FileMode.SYMLINK)) {
      links.put(path, tree.getObjectId(0));
    } else {
      file(path, tree.getObjectId(0));
    }
  }

  private void file(Path path, ObjectId id) throws IOException {
    var blob = repository.open(id, Constants.OBJ_BLOB);
    bytes += blob.getSize();
    if (bytes > limits.bytes()) return;
    try (var out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      blob.copyTo(out);
    }
  }

  private void link(Path path, ObjectId id) throws IOException {
    var blob = repository.open(id, Constants.OBJ_BLOB);
    var text = new String(blob.getCachedBytes(LONGEST_LINK), StandardCharsets.UTF_8);
    Files.createSymbolicLink(path, Path.of(text));
  }

  private static Either<GitFault, Path> refused(String what) {
    return Either.left(new GitFault.Refused(
        "the repository " + what + "; keep what Skep deploys in a repository of its own"));
  }
}
