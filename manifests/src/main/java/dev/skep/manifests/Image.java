package dev.skep.manifests;

import dev.skep.model.RegistryHost;
import java.util.Optional;
import java.util.regex.Pattern;

/** Image references as Docker reads them. */
public final class Image {
  private static final int LONGEST = 400;
  private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern REFERENCE = Pattern.compile(
      "(?:(?<domain>(?:[a-zA-Z0-9-]+(?:\\.[a-zA-Z0-9-]+)*|\\[[0-9a-fA-F:]+])(?::[0-9]+)?)/)?(?<path>"
          + PART + "(?:/" + PART + ")*)(?<tag>:[\\w][\\w.-]{0,127})?(?<digest>@[A-Za-z][A-Za-z0-9]*"
          + "(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?");

  private Image() {}

  /**
   * The name as the CLI sends it: without the default registry, and with {@code :latest} where
   * neither a tag nor a digest is given. Empty if it is no reference.
   */
  public static Optional<String> familiar(String text) {
    if (text.length() > LONGEST || text.matches("[a-f0-9]{64}")) return Optional.empty();
    var m = REFERENCE.matcher(text);
    if (!m.matches()) return Optional.empty();
    var domain = m.group("domain");
    var path = m.group("path");
    if (domain != null && !RegistryHost.is(domain)) {
      if (!domain.matches(PART)) return Optional.empty();
      path = domain + "/" + path;
      domain = null;
    }
    if (domain != null && RegistryHost.isDockers(domain)) domain = null;
    if (domain == null && path.startsWith("library/") && path.indexOf('/', 8) < 0) {
      path = path.substring("library/".length());
    }
    var tag = m.group("tag");
    var digest = m.group("digest");
    return Optional.of((domain == null ? "" : domain + "/")
        + path
        + (tag != null ? tag : digest == null ? ":latest" : "")
        + (digest == null ? "" : digest));
  }
}
