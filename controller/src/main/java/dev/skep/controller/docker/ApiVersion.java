package dev.skep.controller.docker;

import java.util.Optional;

/** A version of the Engine API; docker-java negotiates none, and the engines' ranges differ. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The newest that the tests ran against: later ones may drop what is read here. */
  static final ApiVersion NEWEST_TESTED = new ApiVersion(1, 51);

  /** Engine 20.10, the first whose service list tells running and desired tasks. */
  static final ApiVersion OLDEST = new ApiVersion(1, 41);

  static Optional<ApiVersion> parse(String text) {
    var parts = text.strip().split("\\.", -1);
    if (parts.length != 2) return Optional.empty();
    try {
      return Optional.of(new ApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  ApiVersion orOlder(ApiVersion other) {
    return compareTo(other) <= 0 ? this : other;
  }

  String prefix() {
    return "/v" + this;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
