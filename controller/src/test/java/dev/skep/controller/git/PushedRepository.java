package dev.skep.controller.git;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A bare repository, as servers have them, and the clone that somebody pushes to it from. */
public final class PushedRepository implements AutoCloseable {
  private final Path served;
  private final Git bare;
  private final Upstream clone;

  /** With a first commit that holds no stack. */
  public PushedRepository(Path folder) throws IOException, GitAPIException {
    this.served = folder.resolve("infra.git");
    this.clone = new Upstream(folder.resolve("clone"));
    this.bare = Git.init()
        .setBare(true)
        .setInitialBranch("main")
        .setDirectory(this.served.toFile())
        .call();
    clone.write("README.md", "What runs.\n");
    push("begin");
  }

  /** A file or folder of the clone. */
  public Path file(String path) throws IOException {
    return clone.file(path);
  }

  public void remove(String path) throws IOException {
    clone.remove(path);
  }

  /** Commits all that is in the clone; returns the commit's id. */
  public String push(String subject) throws GitAPIException {
    var id = clone.commit(subject);
    clone.git().push().setRemote(url()).add("main").call();
    return id;
  }

  public String url() {
    return "file://" + served;
  }

  /** Serves the same over HTTP. */
  public GitWebServer overHttp() throws IOException {
    return new GitWebServer(bare.getRepository());
  }

  @Override
  public void close() {
    clone.close();
    bare.close();
  }
}
