package dev.skep.controller.status;

import java.util.regex.Pattern;

/**
 * Writes strings so that readers of YAML 1.1 and of 1.2 both read the same string: plain where no
 * reader could take it for something else, in double quotes otherwise.
 */
final class Scalar {
  private static final Pattern PLAIN_START = Pattern.compile("[\\p{L}\\p{N}_/(].*", Pattern.DOTALL);

  /** What 1.1 or 1.2 would read as null, a boolean, a number (also to base 60) or a date. */
  private static final Pattern OTHER = Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n"
      + "|[0-9][0-9_,]*"
      + "|0[xob][0-9a-f_]+"
      + "|[0-9_]*\\.?[0-9_]*(e[-+]?[0-9]+)?"
      + "|[0-9][0-9_]*(:[0-9]+)+(\\.[0-9_]*)?"
      + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

  private Scalar() {}

  static String block(String text) {
    return plain(text) ? text : quoted(text);
  }

  /** Inside brackets, where more characters have a meaning. */
  static String flow(String text) {
    boolean special = text.chars().anyMatch(c -> ",[]{}:?".indexOf(c) >= 0);
    return plain(text) && !special ? text : quoted(text);
  }

  private static boolean plain(String text) {
    return PLAIN_START.matcher(text).matches()
        && text.codePoints().allMatch(Scalar::ordinary)
        && !text.endsWith(" ")
        && !text.endsWith(":")
        && !text.contains(": ")
        && !text.contains(" #")
        && !OTHER.matcher(text).matches();
  }

  /** Needs no escape anywhere. */
  static boolean ordinary(int point) {
    if (point < 0x7f) return point >= ' ';
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR -> false;
      default -> true;
    };
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.codePoints().forEach(point -> {
      switch (point) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (ordinary(point)) out.appendCodePoint(point);
          else out.append(escape(point));
        }
      }
    });
    return out.append('"').toString();
  }

  private static String escape(int point) {
    // Half of a pair is no character: no file could hold it.
    if (Character.getType(point) == Character.SURROGATE) return "\\uFFFD";
    if (point <= 0xff) return String.format("\\x%02X", point);
    return point <= 0xffff ? String.format("\\u%04X", point) : String.format("\\U%08X", point);
  }
}
