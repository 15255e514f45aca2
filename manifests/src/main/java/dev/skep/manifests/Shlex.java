package dev.skep.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a command line as a POSIX shell does, without expanding anything. */
final class Shlex {
  private final String text;
  private final List<String> words = new ArrayList<>();
  private StringBuilder word;
  private int at;

  private Shlex(String text) {
    this.text = text;
  }

  /** Empty if a quote is not closed. */
  static Optional<List<String>> split(String text) {
    return new Shlex(text).words();
  }

  private Optional<List<String>> words() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (" \t\r\n".indexOf(c) >= 0) {
        flush();
      } else if (c == '#' && word == null) {
        skipComment();
      } else {
        if (word == null) word = new StringBuilder();
        if (!append(c)) return Optional.empty();
      }
    }
    flush();
    return Optional.of(words);
  }

  private boolean append(char c) {
    return switch (c) {
      case '\'' -> quoted('\'', false);
      case '"' -> quoted('"', true);
      case '\\' -> {
        if (at == text.length()) yield false;
        word.append(text.charAt(at++));
        yield true;
      }
      default -> {
        word.append(c);
        yield true;
      }
    };
  }

  private boolean quoted(char quote, boolean escapes) {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) return true;
      if (c == '\\' && escapes && at < text.length()) c = text.charAt(at++);
      word.append(c);
    }
    return false;
  }

  private void skipComment() {
    while (at < text.length() && text.charAt(at) != '\n') at++;
  }

  private void flush() {
    if (word != null) words.add(word.toString());
    word = null;
  }
}
