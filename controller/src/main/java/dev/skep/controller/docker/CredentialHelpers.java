package dev.skep.controller.docker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.skep.model.Tree;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs that keep logins outside of the Docker configuration file, which names them under
 * {@code credHelpers}, by registry, and {@code credsStore}, for all others. Where one cannot be
 * run there are no credentials, as the Docker CLI has it: a public image must not need any. The
 * protocol is that of docker/docker-credential-helpers: the server's name in, JSON out.
 */
final class CredentialHelpers {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialHelpers.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final String HUB = "https://index.docker.io/v1/";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Many services have one registry; what helpers give may end within the hour. */
  private static final Duration HOLDS = Duration.ofMinutes(1);

  /** What a helper says, whatever its exit code, of a registry that it does not know. */
  private static final String UNKNOWN = "credentials not found in native keychain";

  /** With this user a helper gives a token in place of a password. */
  private static final String TOKEN = "<token>";

  /**
   * The helpers that a Docker configuration file names.
   *
   * @param of registries, by host
   * @param ofOthers of all other registries
   */
  record Named(Map<String, String> of, Optional<String> ofOthers) {
    static final Named NONE = new Named(Map.of(), Optional.empty());

    static Named in(Path file) {
      try {
        if (!Files.isRegularFile(file)) return NONE;
        return Json.parse(Files.readAllBytes(file))
            .filter(Tree.Obj.class::isInstance)
            .map(Tree.Obj.class::cast)
            .map(c -> new Named(c.strings("credHelpers"), c.text("credsStore")))
            .orElse(NONE);
      } catch (IOException e) {
        // Whoever reads the logins in it tells of that.
        return NONE;
      }
    }

    private Optional<String> helper(String server) {
      return Optional.ofNullable(of.get(server))
          .or(() -> ofOthers)
          .filter(name -> NAME.matcher(name).matches());
    }
  }

  private final String path;
  private final Cache<String, Optional<Map<String, String>>> known;
  private final Map<String, String> failed = new ConcurrentHashMap<>();

  /** @param path folders in which programs are looked for, as in PATH */
  CredentialHelpers(String path, Ticker ticker) {
    this.path = path;
    this.known = Caffeine.newBuilder()
        .ticker(ticker)
        .expireAfterWrite(HOLDS)
        .maximumSize(100)
        .executor(Runnable::run)
        .build();
  }

  /**
   * The fields of the header for a registry; empty if no helper knows any.
   *
   * @param named by the configuration file
   * @param registry its host; empty for Docker's own
   */
  Optional<Map<String, String>> login(Named named, Optional<String> registry) {
    var server = registry.orElse(HUB);
    return named
        .helper(server)
        .flatMap(name -> known.get(name + " " + server, k -> ask(name, server)));
  }

  /** Why the last question about a registry had no answer; empty where none was needed. */
  Optional<String> failure(Optional<String> registry) {
    return Optional.ofNullable(failed.get(registry.orElse(HUB)));
  }

  private Optional<Map<String, String>> ask(String name, String server) {
    failed.remove(server);
    var program = "docker-credential-" + name;
    var found = Arrays.stream(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
    if (found.isEmpty()) return none(program, server, "there is no such program in PATH");
    try {
      var process = new ProcessBuilder(found.get().toString(), "get")
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      try {
        return said(process, program, server);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return none(program, server, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<Map<String, String>> said(Process process, String program, String server)
      throws IOException, InterruptedException {
    try (var in = process.getOutputStream()) {
      in.write(server.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It may have ended without reading; what it printed says why.
    }
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      return none(program, server, "no answer within " + PATIENCE.toSeconds() + " s");
    }
    var out = process.getInputStream().readAllBytes();
    if (process.exitValue() != 0) {
      var text = new String(out, StandardCharsets.UTF_8).strip();
      if (text.equals(UNKNOWN)) return Optional.empty();
      return none(program, server, "exit code " + process.exitValue() + " " + text);
    }
    // What it has printed may be a secret, and is not told.
    return Json.parse(out)
        .filter(Tree.Obj.class::isInstance)
        .flatMap(json -> fields((Tree.Obj) json, server))
        .or(() -> none(program, server, "its answer cannot be read"));
  }

  private static Optional<Map<String, String>> fields(Tree.Obj json, String server) {
    var user = json.text("Username").orElse("");
    return json.text("Secret")
        .filter(secret -> !secret.isEmpty())
        .map(secret -> user.equals(TOKEN)
            ? Map.of("identitytoken", secret, "serveraddress", server)
            : Map.of("username", user, "password", secret, "serveraddress", server));
  }

  private Optional<Map<String, String>> none(String program, String server, String why) {
    failed.put(server, "no credentials for " + server + " from " + program + ": " + why);
    LOG.warn("no credentials for {} from {}: {}", server, program, why);
    return Optional.empty();
  }
}
