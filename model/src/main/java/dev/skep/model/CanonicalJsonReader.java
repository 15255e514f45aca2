package dev.skep.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Reads back what {@link CanonicalJson} has written, and nothing more: no white space, no escapes
 * but its own. For what Skep keeps for itself; JSON of others is read by a library.
 */
final class CanonicalJsonReader {
  private static final int DEEPEST = 200;

  private final String text;
  private int at;
  private int depth;

  CanonicalJsonReader(String text) {
    this.text = text;
  }

  /** The whole text; throws {@link IllegalArgumentException} where it was not written so. */
  Tree read() {
    var tree = value();
    if (at < text.length()) throw wrong();
    return tree;
  }

  private Tree value() {
    if (depth > DEEPEST) throw wrong();
    return switch (peek()) {
      case 'n' -> word("null", Tree.Nil.NIL);
      case 't' -> word("true", Tree.of(true));
      case 'f' -> word("false", Tree.of(false));
      case '"' -> Tree.of(string());
      case '[' -> array();
      case '{' -> object();
      default -> number();
    };
  }

  private Tree word(String word, Tree value) {
    if (!text.startsWith(word, at)) throw wrong();
    at += word.length();
    return value;
  }

  private Tree number() {
    int from = at;
    while (at < text.length() && "-.0123456789".indexOf(text.charAt(at)) >= 0) at++;
    try {
      return new Tree.Num(new BigDecimal(text.substring(from, at)));
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  private Tree array() {
    var items = new ArrayList<Tree>();
    depth++;
    expect('[');
    while (peek() != ']') {
      if (!items.isEmpty()) expect(',');
      items.add(value());
    }
    expect(']');
    depth--;
    return new Tree.Arr(items);
  }

  private Tree object() {
    var fields = new LinkedHashMap<String, Tree>();
    depth++;
    expect('{');
    while (peek() != '}') {
      if (!fields.isEmpty()) expect(',');
      var name = string();
      expect(':');
      fields.put(name, value());
    }
    expect('}');
    depth--;
    return new Tree.Obj(fields);
  }

  private String string() {
    var out = new StringBuilder();
    expect('"');
    while (peek() != '"') {
      char c = next();
      out.append(c == '\\' ? escaped() : c);
    }
    expect('"');
    return out.toString();
  }

  private char escaped() {
    char c = next();
    if (c == '"' || c == '\\') return c;
    if (c != 'u' || at + 4 > text.length()) throw wrong();
    try {
      char code = (char) Integer.parseInt(text, at, at + 4, 16);
      at += 4;
      return code;
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  private char peek() {
    if (at >= text.length()) throw wrong();
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private void expect(char c) {
    if (next() != c) throw wrong();
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("not as it was written, at character " + at);
  }
}
