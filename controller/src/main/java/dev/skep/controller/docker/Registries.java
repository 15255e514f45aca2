package dev.skep.controller.docker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.skep.model.LockedImage;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What registries have under the names of images. The engine asks them for us, because nodes pull
 * by its settings: mirrors, proxies, certificates. Answers are kept for a while, so that many
 * services with one image cost one question, and many images of a dead registry one time-out.
 */
final class Registries implements AutoCloseable {
  /** Half of the transport's connections: a silent registry must not cost the engine's other calls. */
  private static final int AT_ONCE = 8;

  private static final Duration DIGEST_HOLDS = Duration.ofMinutes(1);
  private static final Duration FAILURE_HOLDS = Duration.ofSeconds(30);
  private static final int ROOM = 10_000;

  private final Engine engine;
  private final Credentials credentials;
  private final Duration patience;
  private final Cache<String, RegistryAnswer> known;
  private final Cache<String, String> silent;
  private final ConcurrentMap<String, CompletableFuture<RegistryAnswer>> asking =
      new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(
      AT_ONCE, Thread.ofPlatform().daemon().name("registry-", 0).factory());

  /** Two turns of the slowest are waited for; what comes later is kept for the next question. */
  Registries(Engine engine, Credentials credentials, Deadlines deadlines, Ticker ticker) {
    this.engine = engine;
    this.credentials = credentials;
    this.patience = deadlines.registry().multipliedBy(2);
    this.known = Caffeine.newBuilder()
        .ticker(ticker)
        .maximumSize(ROOM)
        .expireAfter(Expiry.<String, RegistryAnswer>writing((name, answer) -> holds(answer)))
        .executor(Runnable::run)
        .build();
    this.silent = Caffeine.newBuilder()
        .ticker(ticker)
        .maximumSize(ROOM)
        .expireAfterWrite(FAILURE_HOLDS)
        .executor(Runnable::run)
        .build();
  }

  /** One answer for each name, at the latest after twice a registry's deadline. */
  Map<String, Either<SwarmFault, LockedImage>> images(Set<String> names) {
    var asked = new TreeMap<String, CompletableFuture<RegistryAnswer>>();
    for (var name : names) asked.put(name, answer(new ImageName(name)));
    await(CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new)));
    var late = new RegistryAnswer.Silent(
        "no answer within " + patience.toSeconds() + " s, among " + names.size() + " questions");
    var out = new TreeMap<String, Either<SwarmFault, LockedImage>>();
    asked.forEach((name, answer) -> out.put(name, answer.getNow(late).about(new ImageName(name))));
    return out;
  }

  private void await(CompletableFuture<Void> all) {
    try {
      all.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // Each tells for itself.
    }
  }

  private CompletableFuture<RegistryAnswer> answer(ImageName name) {
    var remembered = remembered(name);
    if (remembered.isPresent()) return CompletableFuture.completedFuture(remembered.get());
    try {
      return asking.computeIfAbsent(
          name.text(), n -> CompletableFuture.supplyAsync(() -> ask(name), threads));
    } catch (RejectedExecutionException e) {
      var closed = new SwarmFault.Unreachable(Breakage.closed().message());
      return CompletableFuture.completedFuture(new RegistryAnswer.NotAsked(closed));
    }
  }

  private Optional<RegistryAnswer> remembered(ImageName name) {
    var kept = known.getIfPresent(name.text());
    if (kept != null) return Optional.of(kept);
    return Optional.ofNullable(silent.getIfPresent(name.registry()))
        .map(why -> new RegistryAnswer.Silent(
            why + " (seen a moment ago; it is asked again within half a minute)"));
  }

  /** Looks again first: what the name or its registry is like may have been found out meanwhile. */
  private RegistryAnswer ask(ImageName name) {
    try {
      return remembered(name).orElseGet(() -> {
        var answer = fresh(name);
        engine.listener().lookedUp(answer.word());
        keep(name, answer);
        return answer;
      });
    } finally {
      // After it is kept, so that nobody comes between and asks once more.
      asking.remove(name.text());
    }
  }

  private RegistryAnswer fresh(ImageName name) {
    return credentials
        .headersFor(name.text())
        .map(headers -> Call.get("/distribution/" + name.steps() + "/json").with(headers))
        .flatMap(engine::relay)
        .fold(
            RegistryAnswer.NotAsked::new,
            answer -> answer
                .map(RegistryAnswer::of)
                .getOrElseGet(breakage -> new RegistryAnswer.Silent(breakage.message())));
  }

  private void keep(ImageName name, RegistryAnswer answer) {
    if (answer instanceof RegistryAnswer.Silent s) silent.put(name.registry(), s.said());
    else if (holds(answer).isPositive()) known.put(name.text(), answer);
  }

  private static Duration holds(RegistryAnswer answer) {
    return switch (answer) {
      case RegistryAnswer.Found f -> DIGEST_HOLDS;
      case RegistryAnswer.NoImage n -> FAILURE_HOLDS;
      case RegistryAnswer.Puzzling p -> FAILURE_HOLDS;
      // Who has just logged in wants to see it.
      case RegistryAnswer.NoLogin n -> Duration.ZERO;
      // Kept for the whole registry.
      case RegistryAnswer.Silent s -> Duration.ZERO;
      case RegistryAnswer.NotAsked n -> Duration.ZERO;
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
