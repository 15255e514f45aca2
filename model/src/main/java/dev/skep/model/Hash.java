package dev.skep.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, shortened and spelt in lower-case base 32 so that it fits names of Swarm objects. */
public final class Hash {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private Hash() {}

  /** The first {@code length} base-32 characters (5 bits each, at most 51) of the digest. */
  public static String base32(String text, int length) {
    return base32(text.getBytes(StandardCharsets.UTF_8), length);
  }

  public static String base32(byte[] bytes, int length) {
    byte[] digest = sha256(bytes);
    var out = new StringBuilder(length);
    int buffer = 0;
    int bits = 0;
    for (int i = 0; out.length() < length; i++) {
      buffer = (buffer << 8 | digest[i] & 0xff) & 0xffff;
      bits += 8;
      while (bits >= 5 && out.length() < length) {
        bits -= 5;
        out.append(ALPHABET.charAt(buffer >> bits & 31));
      }
    }
    return out.toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
