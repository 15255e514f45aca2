package dev.skep.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Payloads of which only the hash is known, as {@link DesiredPayload#hash} makes it of one without
 * further fields. Tells whether bytes are the content of one of them; quick, because it is asked of
 * every piece of a log. Not thread-safe.
 */
public final class KnownPayloads {
  private static final int DIGEST = 32;
  private static final byte[] NO_FIELDS =
      Tree.Obj.EMPTY.canonical().getBytes(StandardCharsets.US_ASCII);

  /** So many characters of a hash are looked at first: their 60 bits fit a number. */
  private static final int FIRST = 12;

  private final Set<String> hashes;
  private final long[] firsts;
  private final MessageDigest sha = Hash.sha256();
  private final byte[] digest = new byte[DIGEST];
  private final byte[] spelt = new byte[DesiredPayload.CONTENT_HASH + NO_FIELDS.length];

  public KnownPayloads(Collection<String> hashes) {
    this.hashes = hashes.stream()
        .filter(h -> h.length() == DesiredPayload.HASH)
        .collect(Collectors.toUnmodifiableSet());
    this.firsts = this.hashes.stream().mapToLong(KnownPayloads::first).sorted().toArray();
    System.arraycopy(NO_FIELDS, 0, spelt, DesiredPayload.CONTENT_HASH, NO_FIELDS.length);
  }

  public boolean none() {
    return firsts.length == 0;
  }

  /** Whether these bytes are the content of one, alone or with a newline after them. */
  public boolean has(byte[] bytes, int from, int to) {
    sha.update(bytes, from, to - from);
    if (known(sha)) return true;
    sha.update(bytes, from, to - from);
    sha.update((byte) '\n');
    return known(sha);
  }

  public boolean has(byte[] bytes) {
    return has(bytes, 0, bytes.length);
  }

  /**
   * As {@link #has} for several ends of the same beginning, for not much more than one costs.
   *
   * @param ends in rising order, those from the index {@code first} to before {@code last}
   * @return the index of the last end that is the end of a content, or -1
   */
  public int end(byte[] bytes, int from, int[] ends, int first, int last) {
    int found = -1;
    int given = from;
    sha.reset();
    for (int i = first; i < last; i++) {
      sha.update(bytes, given, ends[i] - given);
      given = ends[i];
      var withNewline = copy();
      withNewline.update((byte) '\n');
      if (known(copy()) || known(withNewline)) found = i;
    }
    sha.reset();
    return found;
  }

  private MessageDigest copy() {
    try {
      return (MessageDigest) sha.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }

  /** Ends what was given to {@code content}. */
  private boolean known(MessageDigest content) {
    try {
      content.digest(digest, 0, DIGEST);
      Hash.spell(digest, spelt, DesiredPayload.CONTENT_HASH);
      content.update(spelt);
      content.digest(digest, 0, DIGEST);
    } catch (DigestException e) {
      throw new IllegalStateException("there is no room for a digest", e);
    }
    long first = ByteBuffer.wrap(digest).getLong() >>> Long.SIZE - FIRST * 5;
    return Arrays.binarySearch(firsts, first) >= 0
        && hashes.contains(Hash.spell(digest, DesiredPayload.HASH));
  }

  private static long first(String hash) {
    long out = 0;
    for (int i = 0; i < FIRST; i++) out = out << 5 | Hash.ALPHABET.indexOf(hash.charAt(i));
    return out;
  }
}
