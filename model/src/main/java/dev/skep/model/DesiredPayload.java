package dev.skep.model;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A config or a secret. Its content never prints.
 *
 * @param key its key in the file
 * @param name its full name on the Swarm, before any rotation suffix
 * @param external made by somebody else; never created, changed or removed
 * @param labels as the file gives them, with the stack's
 * @param extra fields of the Engine API's spec beside name, labels and data (Templating, Driver)
 * @param content empty when external, or when it is not known any more
 * @param stored the hash, where that is all that is known: of a revision that was kept
 */
public record DesiredPayload(
    Kind kind,
    String key,
    String name,
    boolean external,
    Map<String, String> labels,
    Tree.Obj extra,
    byte[] content,
    Optional<String> stored) {

  /** Which of the two Swarm objects that carry a payload. */
  public enum Kind {
    CONFIG,
    SECRET
  }

  /** Characters of the content's own hash, and of the whole. */
  static final int CONTENT_HASH = 51;

  static final int HASH = 26;

  /** One whose content is at hand, or that is external. */
  public DesiredPayload(
      Kind kind,
      String key,
      String name,
      boolean external,
      Map<String, String> labels,
      Tree.Obj extra,
      byte[] content) {
    this(kind, key, name, external, labels, extra, content, Optional.empty());
  }

  public DesiredPayload {
    labels = Map.copyOf(new TreeMap<>(labels));
    content = content.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }

  /** Names the content and whatever else cannot be changed in place. */
  public String hash() {
    return stored.orElseGet(() -> hash(content, extra));
  }

  /** Whether it could be made, if it were not there. */
  public boolean known() {
    return stored.isEmpty();
  }

  static String hash(byte[] content, Tree.Obj extra) {
    return Hash.base32(Hash.base32(content, CONTENT_HASH) + extra.canonical(), HASH);
  }

  @Override
  public String toString() {
    return kind + " " + name + " (" + content.length + " bytes)";
  }
}
