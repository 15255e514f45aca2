package dev.skep.controller.cli;

import dev.skep.controller.source.Source;
import dev.skep.controller.source.SourceAddress;
import dev.skep.reconciler.Clock;
import io.vavr.control.Either;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of a command that looks at a source once. Closed, it leaves nothing of it on the disk. */
final class LookedAtSource implements AutoCloseable {
  private static final Duration ONCE = Duration.ofDays(1);

  @Option(
      names = "--source",
      paramLabel = "DIR|URL",
      description = "Also look whether this can be read, as --source of skep controller.")
  private Optional<String> source = Optional.empty();

  @Mixin
  private AccessOptions access;

  private Optional<Path> folder = Optional.empty();

  /** Opens it; empty where none is given. */
  Optional<Supplier<Either<String, Source>>> opener() {
    return source.map(text -> () -> SourceAddress.parse(text).flatMap(this::open));
  }

  private synchronized Either<String, Source> open(SourceAddress address) {
    try {
      var kept = Files.createTempDirectory("skep-doctor");
      folder = Optional.of(kept);
      return SourceOptions.open(address, access.files(), kept, ONCE, Clock.SYSTEM);
    } catch (IOException e) {
      return Either.left("no folder can be made for a checkout: " + e);
    }
  }

  @Override
  public synchronized void close() {
    folder.ifPresent(LookedAtSource::remove);
  }

  private static void remove(Path folder) {
    try (var all = Files.walk(folder)) {
      for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
