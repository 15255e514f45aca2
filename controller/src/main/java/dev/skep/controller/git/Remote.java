package dev.skep.controller.git;

import dev.skep.controller.git.Refs.Wanted;
import dev.skep.controller.source.Commit;
import dev.skep.controller.source.SourceAddress;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;

/**
 * The repository far away, and what of it is kept here to fetch less the next time. That can be
 * lost without harm; when it grows or breaks it is thrown away.
 */
final class Remote {
  private static final String TIP = "refs/skep/tip";

  /** How far back is looked to see whether a commit builds on the one before. */
  private static final int HISTORY = 50;

  private final SourceAddress.Repository address;
  private final Access access;
  private final Path objects;
  private final Limits limits;

  Remote(SourceAddress.Repository address, Access access, Path objects, Limits limits) {
    this.address = address;
    this.access = access;
    this.objects = objects;
    this.limits = limits;
  }

  /** What the address means now. */
  Either<GitFault, Wanted> tip() {
    var fixed = Refs.fixed(address.ref());
    if (fixed.isPresent()) return Either.right(fixed.get());
    return access
        .use(use -> {
          var command = Git.lsRemoteRepository().setRemote(address.url());
          return prepared(command, use).callAsMap();
        })
        .flatMap(offered -> Refs.find(offered, address.ref()));
  }

  /** Fetches one commit without those before it. It may be newer than what was asked for. */
  Either<GitFault, Commit> fetch(Wanted wanted) throws IOException {
    if (Folders.size(objects) > limits.bytes()) Folders.remove(objects);
    var fetched = fetch(wanted, 1);
    if (fetched.isRight()) return read(wanted);
    Folders.remove(objects);
    return Either.left(fetched.getLeft());
  }

  /** Whether a fetched commit has the other one before it; yes where that cannot be told. */
  boolean buildsOn(Commit now, Commit before) throws IOException {
    var id = ObjectId.fromString(now.id());
    try (var repository = open();
        var reader = repository.newObjectReader()) {
      // What is kept of the commit names its parents, though they were not fetched.
      var parents =
          RevCommit.parse(reader.open(id, Constants.OBJ_COMMIT).getBytes()).getParents();
      if (Arrays.stream(parents).anyMatch(p -> p.name().equals(before.id()))) return true;
    }
    if (fetch(new Wanted(now.id(), now.id()), HISTORY).isLeft()) return true;
    try (var repository = open();
        var walk = new RevWalk(repository)) {
      var cut = repository.getObjectDatabase().getShallowCommits();
      boolean whole = true;
      boolean older = false;
      walk.markStart(walk.parseCommit(id));
      for (var commit : walk) {
        if (commit.name().equals(before.id())) return true;
        whole &= !cut.contains(commit);
        older |= commit.getCommitTime() < before.at().getEpochSecond();
      }
      // Behind so many newer ones it may well be.
      return !whole && !older;
    }
  }

  /** Writes a fetched commit into a new folder. */
  Either<GitFault, Path> export(Commit commit, Path folder) throws IOException {
    try (var repository = open()) {
      return new Export(repository, folder, limits).write(commit.id());
    }
  }

  private Either<GitFault, Boolean> fetch(Wanted wanted, int depth) throws IOException {
    var progress = new Progress(objects, limits);
    try (var repository = open();
        var git = new Git(repository)) {
      return access
          .use(use -> {
            var command = git.fetch()
                .setRemote(address.url())
                .setRefSpecs(new RefSpec("+" + wanted.name() + ":" + TIP))
                .setTagOpt(TagOpt.NO_TAGS)
                .setProgressMonitor(progress)
                .setDepth(depth);
            prepared(command, use).call();
            return true;
          })
          .mapLeft(fault -> progress
              .reason()
              .<GitFault>map(why -> new GitFault.Refused(why + "; the repository is too large"))
              .orElse(fault));
    }
  }

  private Either<GitFault, Commit> read(Wanted wanted) throws IOException {
    try (var repository = open();
        var walk = new RevWalk(repository)) {
      // What was asked for by its id is under no name.
      var name = ObjectId.isId(wanted.name()) ? wanted.name() : TIP;
      var commit = repository.resolve(name + "^{commit}");
      if (commit == null) {
        return Either.left(
            new GitFault.Refused("'" + address.ref().orElse(Constants.HEAD) + "' is no commit"));
      }
      var read = walk.parseCommit(commit);
      var author = read.getAuthorIdent();
      return Either.right(new Commit(
          read.name(),
          author.getName().isEmpty() ? "unknown" : author.getName(),
          read.getShortMessage(),
          Instant.ofEpochSecond(read.getCommitTime())));
    }
  }

  private <C extends TransportCommand<C, ?>> C prepared(C command, Access.Use use) {
    return use.on(command).setTimeout((int) Math.max(1, limits.silence().toSeconds()));
  }

  private Repository open() throws IOException {
    try {
      if (!Files.exists(objects.resolve(Constants.HEAD))) {
        Folders.remove(objects);
        Git.init().setBare(true).setGitDir(objects.toFile()).call().close();
        var config = Git.open(objects.toFile()).getRepository().getConfig();
        // A large file goes to disk in pieces; nothing is tidied up behind our back.
        config.setString("core", null, "streamFileThreshold", "1m");
        config.setInt("gc", null, "auto", 0);
        config.save();
      }
      return Git.open(objects.toFile()).getRepository();
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }
}
