package dev.skep.model;

import java.util.Locale;
import java.util.Optional;

/**
 * The registry in the name of an image. Docker tells it from a mere folder by its form: it has a
 * dot, a port or a capital letter, or is {@code localhost} (distribution/reference).
 */
public final class RegistryHost {
  private RegistryHost() {}

  /** @param firstPart of a name, before its first slash */
  public static boolean is(String firstPart) {
    return firstPart.contains(".")
        || firstPart.contains(":")
        || firstPart.equals("localhost")
        || !firstPart.equals(firstPart.toLowerCase(Locale.ROOT));
  }

  /** Empty for what Docker's own registry keeps. */
  public static Optional<String> of(String image) {
    int slash = image.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : Optional.of(image.substring(0, slash)).filter(RegistryHost::is);
  }
}
