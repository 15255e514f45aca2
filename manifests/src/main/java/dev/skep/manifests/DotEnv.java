package dev.skep.manifests;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Files of {@code NAME=value} lines that give variables their defaults, or a service its labels,
 * read as Compose does: with comments, quotes and variables in values. The {@code env_file} of a
 * service is no such file.
 */
final class DotEnv {
  /** What a name may be, and how to say so. */
  private record Names(Pattern pattern, String words) {}

  private static final Names OF_VARIABLES =
      new Names(Pattern.compile("[A-Za-z_][A-Za-z0-9_]*"), "letters, digits and _, no digit first");

  private static final Names OF_LABELS =
      new Names(Pattern.compile("[A-Za-z0-9_./\\[\\]-]+"), "letters, digits and _ . - / [ ]");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Variables variables;
  private final Names names;
  private final Problems problems;
  private String text = "";
  private String file = "";
  private int at;
  private int line;
  private int lineStart;

  /**
   * @param above what wins over all that the files say
   */
  DotEnv(Variables above, Problems problems) {
    this(above, OF_VARIABLES, problems);
  }

  private DotEnv(Variables above, Names names, Problems problems) {
    this.variables = above.over(values);
    this.names = names;
    this.problems = problems;
  }

  /** For labels, which know no variables but what stands above them. */
  static DotEnv labels(boolean strict, Problems problems) {
    return new DotEnv(new Variables(Map.of(), strict, problems), OF_LABELS, problems);
  }

  /** With the defaults of all files that were read. */
  Variables variables() {
    return variables;
  }

  /** What the files say, later lines winning. */
  Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * Reads one more file.
   *
   * @param name as messages have it
   */
  void read(String content, String name) {
    text = (content.startsWith("\uFEFF") ? content.substring(1) : content).replace("\r\n", "\n");
    file = name;
    at = 0;
    line = 1;
    lineStart = 0;
    while (at < text.length()) line();
  }

  private void line() {
    blanks();
    int start = at;
    int end = lineEnd();
    if (start == end || text.charAt(start) == '#') {
      next(end);
      return;
    }
    while (at < end && text.charAt(at) != '=' && text.charAt(at) != ':') at++;
    var name = text.substring(start, at).strip().replaceFirst("^export\\s+", "");
    if (!names.pattern().matcher(name).matches()) {
      problems.error(place(start), "expected NAME=value, a name being " + names.words());
      next(end);
    } else if (at == end) {
      next(end);
    } else {
      at++;
      value(name);
    }
  }

  private void value(String name) {
    int before = at;
    blanks();
    int end = lineEnd();
    char first = at < end ? text.charAt(at) : '\n';
    if (first == '"' || first == '\'') {
      quoted(name, first);
    } else if (first == '#' && at > before) {
      values.put(name, "");
      next(end);
    } else {
      var plain = text.substring(at, end).replaceFirst("\\s#.*", "").strip();
      values.put(name, expanded(plain, place(at)));
      next(end);
    }
  }

  private void quoted(String name, char quote) {
    var place = place(at);
    int close = at + 1;
    while (close < text.length() && text.charAt(close) != quote) {
      close += text.charAt(close) == '\\' ? 2 : 1;
    }
    if (close >= text.length()) {
      problems.error(place, "the quote is not closed; close it");
      at = text.length();
      return;
    }
    var inner = text.substring(at + 1, close);
    values.put(name, quote == '"' ? expanded(unescaped(inner), place) : inner.replace("\\'", "'"));
    while (at < close) {
      if (text.charAt(at) == '\n') next(at);
      else at++;
    }
    at = close + 1;
    blanks();
    int end = lineEnd();
    if (at < end && text.charAt(at) != '#') {
      problems.error(
          place(at), "nothing but a comment may follow the quote; put all of the value into it");
    }
    next(end);
  }

  private static String unescaped(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char next = text.charAt(++i);
      switch (next) {
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case '$' -> out.append("$$");
        case '"', '\\' -> out.append(next);
        default -> out.append(c).append(next);
      }
    }
    return out.toString();
  }

  private String expanded(String value, Place place) {
    return value.indexOf('$') < 0 ? value : new Template(place, variables, problems).expand(value);
  }

  private void blanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private void next(int end) {
    at = end + 1;
    lineStart = at;
    line++;
  }

  private Place place(int index) {
    return new Place(file, line, index - lineStart + 1);
  }
}
