package dev.skep.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The registry in the name of an image. Docker tells it from a mere folder by its form: it has a
 * dot, a port or a capital letter, or is {@code localhost} (distribution/reference).
 */
public final class RegistryHost {
  /** Docker's own registry, which need not be named. */
  private static final Set<String> DOCKERS = Set.of("docker.io", "index.docker.io");

  private RegistryHost() {}

  /** @param firstPart of a name, before its first slash */
  public static boolean is(String firstPart) {
    return firstPart.contains(".")
        || firstPart.contains(":")
        || firstPart.equals("localhost")
        || !firstPart.equals(firstPart.toLowerCase(Locale.ROOT));
  }

  /** Whether it is Docker's own, by either of its names. */
  public static boolean isDockers(String host) {
    return DOCKERS.contains(host);
  }

  /** Empty for what Docker's own registry keeps. */
  public static Optional<String> of(String image) {
    int slash = image.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : Optional.of(image.substring(0, slash)).filter(first -> is(first) && !isDockers(first));
  }
}
