package dev.skep.controller.docker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vavr.control.Option;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The last list that was read from each path. Nearly all looks at a Swarm find it as it was: such
 * an answer is not parsed again, and its list is the same object. Of the answer itself only a hash
 * is held: it may contain what configs contain.
 */
final class LastAnswers {
  /** Paths have filters: an attempt's tasks are asked for until it ends, and never again. */
  private static final int ROOM = 64;

  private static final Duration HELD = Duration.ofMinutes(1);

  private record Answer(byte[] hash, List<?> items) {}

  private final Cache<String, Answer> last = Caffeine.newBuilder()
      .maximumSize(ROOM)
      .expireAfterAccess(HELD)
      .executor(Runnable::run)
      .build();

  /**
   * @param path which, with its filters, says what the items are
   * @param read makes them from the body; empty if it cannot
   */
  <T> Option<List<T>> of(String path, byte[] body, Supplier<Option<List<T>>> read) {
    var hash = hash(body);
    var before = last.getIfPresent(path);
    if (before != null && MessageDigest.isEqual(before.hash(), hash)) {
      @SuppressWarnings("unchecked") // the same path was read in the same way
      var items = (List<T>) before.items();
      return Option.some(items);
    }
    return read.get().map(items -> {
      // Written in another way, it may say the same.
      @SuppressWarnings("unchecked")
      var same = before != null && before.items().equals(items) ? (List<T>) before.items() : items;
      last.put(path, new Answer(hash, same));
      return same;
    });
  }

  private static byte[] hash(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
