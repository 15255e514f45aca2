package dev.skep.reconciler;

/**
 * What the engine has announced, as far as it tells whose it is. No more than a hint to look: what
 * has become of the object, a look finds out.
 *
 * @param name of the object; of a service also when a container of it has ended
 */
public record News(Kind kind, String name) {
  /** Something may have changed, and nobody can say what. */
  public static final News OF_ANYTHING = new News(Kind.OTHER, "");

  public enum Kind {
    SERVICE,
    CONFIG,
    OTHER
  }
}
