package dev.skep.reconciler;

import java.util.List;

/**
 * What the engine has announced, as far as it tells whose it is. No more than a hint to look: what
 * has become of the object, a look finds out.
 *
 * @param name of the object; of a service also when a container of it has ended
 */
public record News(Kind kind, String name) {
  /** Something may have changed, and nobody can say what. */
  public static final News OF_ANYTHING = new News(Kind.OTHER, "");

  /** Records that nobody decides anything by: they are read when a person asks. */
  private static final List<String> IDLE = List.of(
      // Each controller renews its own every few seconds.
      Lease.NAME_PREFIX,
      // For whoever looks after the source.
      Relay.NAME_PREFIX,
      // Dropped by the hundred, and when new soon followed by their attempts.
      Names.LOG_PREFIX,
      Names.RECEIPT_PREFIX,
      Names.REVISION_PREFIX);

  /** Whether nothing that has a status can have changed by it. */
  public boolean idle() {
    return kind == Kind.CONFIG && IDLE.stream().anyMatch(name::startsWith);
  }

  public enum Kind {
    SERVICE,
    CONFIG,
    OTHER
  }
}
