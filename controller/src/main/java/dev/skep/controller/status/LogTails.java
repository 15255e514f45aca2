package dev.skep.controller.status;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skep.controller.print.Printable;
import dev.skep.model.AttemptRecord;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The last lines of finished attempts. A recorded log never changes, so it is read once and kept
 * while there is room; a fault is not kept.
 */
public final class LogTails {
  /** Characters of text; a record holds at most 16 KB. */
  private static final long ROOM = 2_000_000;

  private static final int BRIEF = 20;

  private record Key(String run, int number) {}

  private final BiFunction<String, Integer, Either<SwarmFault, List<String>>> read;
  private final Cache<Key, List<String>> cache = Caffeine.newBuilder()
      .maximumWeight(ROOM)
      .weigher((Key key, List<String> lines) ->
          64 + lines.stream().mapToInt(l -> l.length() + 48).sum())
      .executor(Runnable::run)
      .build();

  /**
   * @param read reads a log by run id and attempt number, as {@code Records.log} does
   */
  public LogTails(BiFunction<String, Integer, Either<SwarmFault, List<String>>> read) {
    this.read = read;
  }

  /** For who has no records at hand. */
  public static LogTails none() {
    return new LogTails((run, number) -> Either.right(List.of()));
  }

  /** All lines that were kept, safe to show. */
  public List<String> whole(AttemptRecord attempt) {
    var key = new Key(attempt.run(), attempt.number());
    var known = cache.getIfPresent(key);
    if (known != null) return known;
    return read.apply(attempt.run(), attempt.number())
        .map(Printable::lines)
        .peek(lines -> cache.put(key, lines))
        .getOrElse(List.of());
  }

  /** The last few lines. */
  public List<String> of(AttemptRecord attempt) {
    var lines = whole(attempt);
    return lines.subList(Math.max(0, lines.size() - BRIEF), lines.size());
  }
}
