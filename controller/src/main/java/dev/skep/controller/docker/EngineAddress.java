package dev.skep.controller.docker;

import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where the engine listens.
 *
 * @param host such as {@code unix:///var/run/docker.sock} or {@code tcp://10.0.0.1:2376}
 * @param origin who said so, for messages
 */
public record EngineAddress(URI host, String origin) {
  private static final String DEFAULT = "unix:///var/run/docker.sock";

  /** The option wins over the environment, which wins over the usual socket. */
  public static Either<SwarmFault, EngineAddress> of(
      Optional<String> option, Map<String, String> environment) {
    if (option.isPresent()) return parse(option.get(), "--host");
    var variable = environment.getOrDefault("DOCKER_HOST", "");
    if (!variable.isBlank()) return parse(variable, "DOCKER_HOST");
    return parse(DEFAULT, "the default");
  }

  private static Either<SwarmFault, EngineAddress> parse(String text, String origin) {
    try {
      var uri = URI.create(text.strip());
      var scheme = uri.getScheme() == null ? "" : uri.getScheme();
      return switch (scheme) {
        case "unix" -> hasText(uri.getPath()) ? found(uri, origin) : malformed(text, origin);
        case "tcp" -> hasText(uri.getHost()) ? found(uri, origin) : malformed(text, origin);
        case "ssh" ->
          refused(text
              + " (from "
              + origin
              + "): ssh is not spoken here; forward the socket with 'ssh -nNT -L"
              + " /tmp/docker.sock:/var/run/docker.sock USER@HOST' and give"
              + " --host unix:///tmp/docker.sock");
        default -> malformed(text, origin);
      };
    } catch (IllegalArgumentException e) {
      return malformed(text, origin);
    }
  }

  private static boolean hasText(String part) {
    return part != null && !part.isBlank();
  }

  private static Either<SwarmFault, EngineAddress> found(URI uri, String origin) {
    return Either.right(new EngineAddress(uri, origin));
  }

  private static Either<SwarmFault, EngineAddress> malformed(String text, String origin) {
    return refused("'"
        + text
        + "' (from "
        + origin
        + ") is no engine address: give --host unix:///PATH or --host tcp://HOST:PORT");
  }

  private static Either<SwarmFault, EngineAddress> refused(String message) {
    return Either.left(new SwarmFault.Rejected(message));
  }

  /** On this machine, where nobody needs a certificate. */
  boolean local() {
    return "unix".equals(host.getScheme());
  }

  @Override
  public String toString() {
    return host.toString();
  }
}
