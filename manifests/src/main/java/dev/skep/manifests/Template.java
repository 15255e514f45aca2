package dev.skep.manifests;

import java.util.Map;

/**
 * One text with variables: {@code $V}, {@code ${V}}, and the operators {@code - :- ? :? + :+},
 * whose words may hold variables again. {@code $$} is a dollar. Unlike the Docker CLI, which tries
 * its operators in a fixed order, the first one after the name counts.
 */
final class Template {
  private static final int DEEPEST = 32;

  private final Place place;
  private final Map<String, String> variables;
  private final boolean strict;
  private final Problems problems;
  private final Budget budget;

  Template(
      Place place,
      Map<String, String> variables,
      boolean strict,
      Problems problems,
      Budget budget) {
    this.place = place;
    this.variables = variables;
    this.strict = strict;
    this.problems = problems;
    this.budget = budget;
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
    return budget.spend(out.length(), place, problems) ? out.toString() : "";
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
      out.append(value(name));
      return end;
    }
    int close = closing(text, end);
    if (close < 0) return bad(text, "the } after ${" + name + " is missing");
    return operator(text, name, text.substring(end, close), out, depth) ? close + 1 : -1;
  }

  private boolean operator(String text, String name, String rest, StringBuilder out, int depth) {
    if (rest.isEmpty()) {
      out.append(value(name));
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

  private String value(String name) {
    var value = variables.get(name);
    if (value != null) return value;
    var message = "the variable " + name + " is not set";
    var mend = "give it a value, or write a default, ${" + name + ":-default}";
    if (strict) problems.error(place, message + "; " + mend);
    else problems.warning(place, message + " and stands for an empty text; " + mend);
    return "";
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
