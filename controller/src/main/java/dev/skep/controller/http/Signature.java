package dev.skep.controller.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a delivery comes from somebody who knows the secret. How long that takes to find out does
 * not depend on how much of a guess is right.
 *
 * @param hub what GitHub and Gitea send: {@code sha256=} and digits
 * @param gitea what Gitea sends as well: digits
 * @param gitlab what GitLab sends: the secret itself
 */
record Signature(Optional<String> hub, Optional<String> gitea, Optional<String> gitlab) {
  private static final String HMAC = "HmacSHA256";

  /**
   * @param header the first value of a header
   */
  static Signature of(Function<String, Optional<String>> header) {
    return new Signature(
        header.apply("X-Hub-Signature-256"),
        header.apply("X-Gitea-Signature"),
        header.apply("X-Gitlab-Token"));
  }

  /** Then there is no need to read what was sent. */
  boolean missing() {
    return hub.isEmpty() && gitea.isEmpty() && gitlab.isEmpty();
  }

  boolean right(byte[] body, String secret) {
    var key = secret.getBytes(StandardCharsets.UTF_8);
    var digits = HexFormat.of().formatHex(mac(key, body));
    boolean signed = hub.filter(h -> same(h, "sha256=" + digits)).isPresent()
        || gitea.filter(g -> same(g, digits)).isPresent();
    // Of equal length, so that the time tells nothing of the secret's.
    return signed
        || gitlab
            .filter(t ->
                MessageDigest.isEqual(mac(key, t.getBytes(StandardCharsets.UTF_8)), mac(key, key)))
            .isPresent();
  }

  private static boolean same(String given, String right) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(byte[] key, byte[] content) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  /** One of them may be the secret. */
  @Override
  public String toString() {
    return "Signature";
  }
}
