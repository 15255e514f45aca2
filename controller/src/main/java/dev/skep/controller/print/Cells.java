package dev.skep.controller.print;

/** Counts the columns that text takes on a terminal. */
final class Cells {
  private Cells() {}

  static int width(String text) {
    return text.codePoints().map(Cells::width).sum();
  }

  private static int width(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return wide(point) ? 2 : 1;
  }

  /** The blocks of East Asian characters and of emoji; close enough for columns to line up. */
  private static boolean wide(int point) {
    return point >= 0x1100
        && (point <= 0x115f
            || point >= 0x2e80 && point <= 0xa4cf
            || point >= 0xac00 && point <= 0xd7a3
            || point >= 0xf900 && point <= 0xfaff
            || point >= 0xfe30 && point <= 0xfe6f
            || point >= 0xff00 && point <= 0xff60
            || point >= 0x1f300 && point <= 0x1f64f
            || point >= 0x1f680 && point <= 0x1f9ff
            || point >= 0x20000 && point <= 0x3fffd);
  }

  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /** As much as fits, with a sign that there is more. */
  static String cut(String text, int columns, Terminal terminal) {
    // Counting is not free, and a short text fits however wide its characters are.
    if (text.length() <= columns / 2 || width(text) <= columns) return text;
    var sign = terminal.ellipsis();
    if (columns < sign.length()) return "";
    var out = new StringBuilder();
    int used = sign.length();
    for (int point : text.codePoints().toArray()) {
      used += width(point);
      if (used > columns) break;
      out.appendCodePoint(point);
    }
    return out.toString().stripTrailing() + sign;
  }
}
