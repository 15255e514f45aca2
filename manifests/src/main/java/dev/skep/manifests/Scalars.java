package dev.skep.manifests;

import dev.skep.manifests.Yaml.Scalar;
import dev.skep.manifests.Yaml.Scalar.Kind;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Types of plain scalars as Go's yaml.v3 sees them, which the Docker CLI uses: YAML 1.2 with 1.1's
 * octals, and with underscores in numbers. A YAML library's own rules would read the same file
 * differently in places: {@code 0440} is 288 there and 440 elsewhere.
 */
final class Scalars {
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
  private static final Pattern INT =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,9})?");
  private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})");
  private static final int LONGEST_NUMBER = 100;

  private Scalars() {}

  static Scalar plain(Place place, String text, Yaml.Mark mark) {
    if (NULL.contains(text)) return new Scalar(place, text, Kind.NULL, "", mark);
    if (TRUE.contains(text)) return new Scalar(place, text, Kind.BOOL, "true", mark);
    if (FALSE.contains(text)) return new Scalar(place, text, Kind.BOOL, "false", mark);
    if (text.length() > LONGEST_NUMBER || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
      return new Scalar(place, text, Kind.TEXT, text, mark);
    }
    return number(place, text, mark);
  }

  private static Scalar number(Place place, String text, Yaml.Mark mark) {
    var date = DATE.matcher(text);
    if (date.matches()) {
      var shown = "%s-%02d-%02d 00:00:00 +0000 UTC"
          .formatted(
              date.group(1), Integer.parseInt(date.group(2)), Integer.parseInt(date.group(3)));
      return new Scalar(place, text, Kind.TEXT, shown, mark);
    }
    var digits = text.replace("_", "");
    var whole = integer(digits);
    if (whole != null && whole.bitLength() <= 64) {
      return new Scalar(place, text, Kind.INT, whole.toString(), mark);
    }
    if (FLOAT.matcher(digits).matches()) {
      return new Scalar(place, text, Kind.FLOAT, GoFloat.text(Double.parseDouble(digits)), mark);
    }
    return new Scalar(place, text, Kind.TEXT, text, mark);
  }

  private static BigInteger integer(String digits) {
    var m = INT.matcher(digits);
    if (!m.matches()) return null;
    for (int group = 2; group <= 5; group++) {
      if (m.group(group) == null) continue;
      int radix = switch (group) {
        case 2 -> 16;
        case 3 -> 2;
        case 4 -> 8;
        default -> 10;
      };
      var value = new BigInteger(m.group(group), radix);
      return m.group(1).equals("-") ? value.negate() : value;
    }
    return null;
  }
}
