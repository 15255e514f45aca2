package dev.skep.controller.cli;

import dev.skep.controller.git.AccessFiles;
import dev.skep.controller.git.GitSource;
import dev.skep.controller.source.DirectorySource;
import dev.skep.controller.source.Source;
import dev.skep.controller.source.SourceAddress;
import dev.skep.reconciler.Clock;
import io.vavr.control.Either;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Flags that say where desired stacks come from. */
final class SourceOptions {
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofDays(1);

  @Option(
      names = "--source",
      required = true,
      paramLabel = "DIR|URL",
      description = "A folder of stacks, read again whenever a file in it changes; or a folder of a"
          + " Git repository: git@HOST:REPO.git#BRANCH:FOLDER, https://…, ssh://… or file://…;"
          + " without #… what its HEAD is, from the top.")
  private String source;

  @Option(
      names = "--source-cache",
      paramLabel = "DIR",
      description = "Where to keep the last checkout, for a start while the Git server is away"
          + " (default: beside the status folder, STATUS-source).")
  private Optional<Path> cache = Optional.empty();

  @Mixin
  private AccessOptions access;

  private Duration poll = Duration.ofSeconds(60);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--poll",
      paramLabel = "TIME",
      converter = Times.class,
      description = "How often to look whether the branch has moved (default: 60s).")
  void poll(Duration given) {
    if (given.compareTo(SHORTEST) < 0 || given.compareTo(LONGEST) > 0) {
      throw new ParameterException(
          command.commandLine(), "--poll must lie between 5s and 1d; the default is 60s");
    }
    poll = given;
  }

  /** Where the source is; left when that cannot be meant. */
  Either<String, SourceAddress> address() {
    return SourceAddress.parse(source);
  }

  /** The source, which reads by itself from now on; left when it cannot be meant. */
  Either<String, Source> open(SourceAddress address, Path status, Clock clock) {
    return open(address, access.files(), cache.orElseGet(() -> beside(status)), poll, clock);
  }

  /** @param kept where a repository's checkouts are */
  static Either<String, Source> open(
      SourceAddress address, AccessFiles files, Path kept, Duration poll, Clock clock) {
    return switch (address) {
      case SourceAddress.Folder folder -> folder(folder.path(), files, clock);
      case SourceAddress.Repository repository ->
        GitSource.begin(repository, files, kept, poll, clock);
    };
  }

  private static Either<String, Source> folder(Path path, AccessFiles files, Clock clock) {
    if (Files.isDirectory(path) && files.flags().isEmpty()) {
      return Either.right(new DirectorySource(path, clock));
    }
    if (Files.isDirectory(path)) {
      return Either.left(files.flags().getFirst() + " is given, but --source " + path
          + " is a folder of this machine; leave it out");
    }
    var text = path.toString();
    var mend = text.contains("#") || text.contains(":")
        ? "; a repository here is written file:///PATH#BRANCH:FOLDER, elsewhere"
            + " git@HOST:REPO.git#BRANCH:FOLDER"
        : "";
    return Either.left("--source " + text + " is no folder" + mend);
  }

  /**
   * Who keeps status files over a restart has a place that lasts; a temporary folder is empty after
   * one of the machine, just when the server may be away too. Not in the status folder itself,
   * which people publish.
   */
  private static Path beside(Path status) {
    var folder = status.toAbsolutePath().normalize();
    return folder.resolveSibling(folder.getFileName() + "-source");
  }
}
