package dev.skep.controller.git;

import dev.skep.controller.source.SourceAddress;
import dev.skep.controller.source.SourceState.Trouble;
import dev.skep.reconciler.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/** A repository that others commit to. */
final class Upstream implements AutoCloseable {

  private final Path folder;
  private final Git git;
  private Instant now = Instant.parse("2026-11-01T00:00:00Z");

  Upstream(Path folder) throws GitAPIException {
    Isolation.begin();
    this.folder = folder;
    this.git = Git.init().setInitialBranch("main").setDirectory(folder.toFile()).call();
  }

  static String stack(String tag) {
    return "services: {app: {image: \"acme/app:" + tag + "\"}}\n";
  }

  static SourceAddress.Repository address(String url) {
    return (SourceAddress.Repository) SourceAddress.parse(url).get();
  }

  /** A source that has looked once. */
  static GitSource looked(String url, AccessFiles files, Path cache) {
    var address = address(url);
    var access = Access.to(address, files).get();
    var pace = new Pace(Duration.ofSeconds(60), new Random(1));
    var source =
        GitSource.open(address, access, cache, pace, Limits.USUAL, Clock.SYSTEM).get();
    source.look();
    return source;
  }

  static String trouble(GitSource source) {
    return source.state().trouble().map(Trouble::message).orElse("");
  }

  Repository repository() {
    return git.getRepository();
  }

  Git git() {
    return git;
  }

  Path file(String path) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return file;
  }

  Upstream write(String path, String text) throws IOException {
    Files.writeString(file(path), text);
    return this;
  }

  Upstream link(String path, String target) throws IOException {
    Files.createSymbolicLink(file(path), Path.of(target));
    return this;
  }

  Upstream remove(String path) throws IOException {
    Folders.remove(folder.resolve(path));
    Files.deleteIfExists(folder.resolve(path));
    return this;
  }

  /** A minute after the one before, with all that is in the folder; returns the commit's id. */
  String commit(String subject) throws GitAPIException {
    git.add().addFilepattern(".").call();
    git.add().addFilepattern(".").setUpdate(true).call();
    now = now.plusSeconds(60);
    var ada = new PersonIdent("Ada", "ada@example.org", now, ZoneOffset.UTC);
    return git.commit()
        .setMessage(subject + "\n\nmore")
        .setAuthor(ada)
        .setCommitter(ada)
        .setAllowEmpty(true)
        .setSign(false)
        .call()
        .name();
  }

  void reset(String id) throws GitAPIException {
    git.reset().setMode(ResetType.HARD).setRef(id).call();
  }

  String url() {
    return "file://" + folder;
  }

  @Override
  public void close() {
    git.close();
  }
}
