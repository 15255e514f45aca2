package dev.skep.manifests;

/**
 * One text with variables: {@code $V}, {@code ${V}}, and the operators {@code - :- ? :? + :+},
 * whose words may hold variables again. {@code $$} is a dollar. Unlike the Docker CLI, which tries
 * its operators in a fixed order, the first one after the name counts.
 */
final class Template {
  private static final int DEEPEST = 32;

  private final Place place;
  private final Variables variables;
  private final Problems problems;

  Template(Place place, Variables variables, Problems problems) {
    this.place = place;
    this.variables = variables;
    this.problems = problems;
  }

  String expand(String text) {
    return expand(text, 0);
  }

  private String expand(String text, int depth) {
    if (depth > DEEPEST) {
      problems.error(place, "defaults nested more than " + DEEPEST + " deep; use fewer");
      return "";
    }
    var out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int dollar = text.indexOf('$', i);
      if (dollar < 0) {
        out.append(text, i, text.length());
        break;
      }
      out.append(text, i, dollar);
      i = variable(text, dollar + 1, out, depth);
      if (i < 0) return "";
    }
    return variables.spend(out.length(), place) ? out.toString() : "";
  }

  /** Reads what follows a dollar and returns where the text goes on, or -1 on bad syntax. */
  private int variable(String text, int from, StringBuilder out, int depth) {
    if (from < text.length() && text.charAt(from) == '$') {
      out.append('$');
      return from + 1;
    }
    boolean braced = from < text.length() && text.charAt(from) == '{';
    int start = braced ? from + 1 : from;
    int end = nameEnd(text, start);
    var name = text.substring(start, end);
    if (name.isEmpty()) return bad(text, "a variable's name must follow the $");
    if (!braced) {
      out.append(variables.value(name, place));
      return end;
    }
    int close = closing(text, end);
    if (close < 0) return bad(text, "the } after ${" + name + " is missing");
    return operator(text, name, text.substring(end, close), out, depth) ? close + 1 : -1;
  }

  private boolean operator(String text, String name, String rest, StringBuilder out, int depth) {
    if (rest.isEmpty()) {
      out.append(variables.value(name, place));
      return true;
    }
    boolean colon = rest.startsWith(":");
    var operator = rest.length() > (colon ? 1 : 0) ? rest.charAt(colon ? 1 : 0) : ' ';
    var word = rest.length() > (colon ? 2 : 1) ? rest.substring(colon ? 2 : 1) : "";
    var value = variables.get(name);
    boolean set = value != null && !(colon && value.isEmpty());
    switch (operator) {
      case '-' -> out.append(set ? value : expand(word, depth + 1));
      case '+' -> out.append(set ? expand(word, depth + 1) : "");
      case '?' -> {
        if (set) out.append(value);
        else required(name, word, depth);
      }
      default -> {
        bad(text, "after ${" + name + " comes }, :-default, -default, :?message or :+word");
        return false;
      }
    }
    return true;
  }

  private void required(String name, String word, int depth) {
    var why = expand(word, depth + 1);
    problems.error(
        place,
        "the variable " + name + " is required and not set" + (why.isEmpty() ? "" : ": " + why)
            + "; give it a value");
  }

  private int bad(String text, String why) {
    problems.error(
        place, "cannot read " + Problems.quote(text) + ": " + why + "; a plain dollar is $$");
    return -1;
  }

  private static int nameEnd(String text, int from) {
    int end = from;
    while (end < text.length() && nameChar(text.charAt(end), end > from)) end++;
    return end;
  }

  private static boolean nameChar(char c, boolean inside) {
    return c == '_'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || inside && c >= '0' && c <= '9';
  }

  /** The brace that closes the variable whose word begins here, past those of inner variables. */
  private static int closing(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.startsWith("$$", i)) i++;
      else if (text.startsWith("${", i)) open++;
      else if (text.charAt(i) == '}' && --open == 0) return i;
    }
    return -1;
  }
}
