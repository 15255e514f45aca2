package dev.skep.manifests;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the engine accepts as names; checked here because it says so late and half-way. */
final class Names {
  private static final int LONGEST_SERVICE = 63;
  private static final int LONGEST_PAYLOAD = 64;
  private static final int LONGEST_STACK = 61;
  private static final Pattern STACK = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]*");
  private static final Pattern SERVICE = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?");
  private static final Pattern PAYLOAD =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9_.-]*[a-zA-Z0-9])?");

  private final Problems problems;
  private final Map<String, String> services = new TreeMap<>();

  Names(Problems problems) {
    this.problems = problems;
  }

  boolean stack(String name, Place place) {
    if (STACK.matcher(name).matches() && name.length() <= LONGEST_STACK) return true;
    problems.error(
        place,
        "the stack name " + Problems.quote(name) + " cannot be used; write letters, digits, - and"
            + " _, a letter or digit first, at most " + LONGEST_STACK + " characters");
    return false;
  }

  /** A folder's or file's name made fit for a stack, as Compose does it; may be empty. */
  static String normalised(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceAll("^[_-]+", "");
  }

  void service(String fullName, String name, Place place) {
    if (fullName.length() > LONGEST_SERVICE) {
      problems.error(
          place,
          "the service's full name " + Problems.quote(fullName) + " has " + fullName.length()
              + " characters and may have " + LONGEST_SERVICE + "; shorten it or the stack's");
    } else if (!SERVICE.matcher(fullName).matches()) {
      problems.error(
          place,
          "the service name " + Problems.quote(name) + " cannot be used; write letters, digits, -"
              + " and _, and end it with a letter or digit");
    }
    var other = services.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
    if (other != null) {
      problems.error(
          place,
          "the services " + other + " and " + name + " differ only in upper and lower case, which"
              + " Swarm takes for the same name; rename one");
    }
  }

  void payload(String fullName, String what, Place place) {
    if (fullName.length() <= LONGEST_PAYLOAD && PAYLOAD.matcher(fullName).matches()) return;
    problems.error(
        place,
        "the " + what + "'s full name " + Problems.quote(fullName) + " cannot be used; write"
            + " letters, digits, -, _ and ., a letter or digit first and last, at most "
            + LONGEST_PAYLOAD + " characters");
  }
}
