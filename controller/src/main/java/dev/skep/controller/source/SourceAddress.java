package dev.skep.controller.source;

import io.vavr.control.Either;
import java.nio.file.Path;
import java.util.Optional;

/** Where desired stacks are: what {@code --source} says. */
public sealed interface SourceAddress {

  /** For people, without anything that might be secret. */
  String name();

  /** A folder of this machine. */
  record Folder(Path path) implements SourceAddress {
    @Override
    public String name() {
      return path.toString();
    }
  }

  /** How a repository is reached. */
  enum Transport {
    FILE,
    HTTP,
    HTTPS,
    SSH
  }

  /**
   * A folder of a Git repository.
   *
   * @param url without user for HTTP, without password always
   * @param host whose repository it is; empty for a file
   * @param user for HTTP, where a token file brings what belongs to it
   * @param ref branch, tag or full commit id; empty for what the repository calls HEAD
   * @param path the folder of the stacks, {@code .} for the repository's own
   */
  record Repository(
      Transport transport,
      String url,
      String host,
      Optional<String> user,
      Optional<String> ref,
      String path)
      implements SourceAddress {

    @Override
    public String name() {
      var folder = path.equals(".") ? "" : ":" + path;
      var fragment = ref.orElse("") + folder;
      return fragment.isEmpty() ? url : url + "#" + fragment;
    }

    /** Some write a token where a user belongs. */
    @Override
    public String toString() {
      return name();
    }

    /** What the repository is called, such as {@code infra}; fit for a folder's name. */
    public String shortName() {
      var end = url.replaceFirst("/+$", "").replaceFirst("\\.git$", "");
      var last = end.substring(Math.max(end.lastIndexOf('/'), end.lastIndexOf(':')) + 1);
      var plain = last.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.-]+", "");
      return plain.isEmpty() ? "repository" : plain;
    }
  }

  /**
   * Reads {@code DIR}, {@code URL#REF:PATH} or {@code USER@HOST:PATH#REF:PATH}.
   *
   * @return left: what is wrong and how to write it, without what may be a password
   */
  static Either<String, SourceAddress> parse(String text) {
    return new AddressReader(text).read();
  }
}
