package dev.skep.controller.print;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes text of others safe to show. A container's log or an engine's message may carry escape
 * sequences, and a terminal would obey them.
 */
public final class Printable {
  /** CSI and OSC sequences, and the two-character ones. */
  private static final Pattern ESCAPES = Pattern.compile(
      "\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(\u0007|\u001b\\\\)?|\u001b[@-Z^_=>]");

  private static final Pattern SPACE = Pattern.compile("[\\t\\r\\n\u0085\u2028\u2029]+");

  /** Control and format characters (such as those that turn the direction of writing). */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]");

  private Printable() {}

  /** One line without escape sequences and control characters. */
  public static String line(String text) {
    var plain = ESCAPES.matcher(text).replaceAll("");
    plain = SPACE.matcher(plain.strip()).replaceAll(" ");
    return INVISIBLE.matcher(plain).replaceAll("\ufffd");
  }

  /** Lines of a log: indentation stays; tabs become spaces, so that columns can be counted. */
  public static List<String> lines(List<String> text) {
    return text.stream().map(Printable::indented).toList();
  }

  private static String indented(String text) {
    // What a progress bar overwrote is not shown; what it wrote last is.
    var last = text.stripTrailing();
    last = last.substring(last.lastIndexOf('\r') + 1);
    var plain = ESCAPES.matcher(last).replaceAll("").replace("\t", "    ");
    plain = SPACE.matcher(plain).replaceAll(" ");
    return INVISIBLE.matcher(plain).replaceAll("\ufffd").stripTrailing();
  }
}
