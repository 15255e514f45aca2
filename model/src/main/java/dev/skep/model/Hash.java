package dev.skep.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, shortened and spelt in lower-case base 32 so that it fits names of Swarm objects. */
public final class Hash {
  static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private Hash() {}

  /** The first {@code length} base-32 characters (5 bits each, at most 51) of the digest. */
  public static String base32(String text, int length) {
    return base32(text.getBytes(StandardCharsets.UTF_8), length);
  }

  public static String base32(byte[] bytes, int length) {
    return spell(sha256().digest(bytes), length);
  }

  static String spell(byte[] digest, int length) {
    var out = new byte[length];
    spell(digest, out, length);
    return new String(out, StandardCharsets.US_ASCII);
  }

  /** As ASCII, to the beginning of {@code out}. */
  static void spell(byte[] digest, byte[] out, int length) {
    int buffer = 0;
    int bits = 0;
    int at = 0;
    for (int i = 0; at < length; i++) {
      buffer = (buffer << 8 | digest[i] & 0xff) & 0xffff;
      bits += 8;
      while (bits >= 5 && at < length) {
        bits -= 5;
        out[at++] = (byte) ALPHABET.charAt(buffer >> bits & 31);
      }
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
