package dev.skep.manifests;

/** What one load may read or make in all; stops input that is small but grows. */
final class Budget {
  private final String what;
  private long left;

  Budget(String what, long characters) {
    this.what = what;
    this.left = characters;
  }

  /** False once it is used up; says so the first time. */
  boolean spend(long characters, Place place, Problems problems) {
    boolean before = left >= 0;
    left -= characters;
    if (left >= 0) return true;
    if (before) problems.error(place, what + "; make it smaller");
    return false;
  }

  boolean spent() {
    return left < 0;
  }
}
