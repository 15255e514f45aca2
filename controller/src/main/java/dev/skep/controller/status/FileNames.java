package dev.skep.controller.status;

import dev.skep.model.Hash;

/** Names of files, safe whatever a stack is called. */
final class FileNames {
  private static final int LONGEST = 120;
  private static final int HASH = 8;

  private FileNames() {}

  static String stack(String stack) {
    return safe(stack) + ".yaml";
  }

  static String job(String stack, String job) {
    return safe(stack + "_" + job) + ".yaml";
  }

  /** Among those of jobs; a service may be called as a job of a stack. */
  static String oneShot(String service) {
    return safe(service) + ".yaml";
  }

  /**
   * A name of letters, digits, {@code -}, {@code _} and inner dots stays as it is; any other gets
   * a hash of itself, so that no two meet and none leaves the folder.
   */
  private static String safe(String name) {
    if (name.length() <= LONGEST && name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) return name;
    var plain = name.replaceAll("[^A-Za-z0-9_-]", "-");
    return plain.substring(0, Math.min(plain.length(), LONGEST)) + "-" + Hash.base32(name, HASH);
  }
}
