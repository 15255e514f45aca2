package dev.skep.controller.cli;

import dev.skep.controller.print.Terminal;
import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The terminal that standard output goes to, if it goes to one. */
final class Terminals {
  private static final int USUAL_WIDTH = 80;
  private static final int USUAL_HEIGHT = 24;

  private Terminals() {}

  /** As bin/skep has found it, which sets skep.terminal to lines and columns. */
  static Terminal standardOutput() {
    var environment = System.getenv();
    // There is one only where both input and output are a terminal: bin/skep sets jdk.console so,
    // which newer JDKs need for it.
    Console console = System.console();
    boolean tty = console != null;
    var charset = tty ? console.charset() : outputCharset();
    var size = System.getProperty("skep.terminal", "").split(" ", 2);
    return Terminal.of(
        tty,
        number(environment.get("COLUMNS"), number(size[size.length - 1], USUAL_WIDTH)),
        number(environment.get("LINES"), number(size[0], USUAL_HEIGHT)),
        charset,
        environment);
  }

  private static Charset outputCharset() {
    var name = System.getProperty("stdout.encoding", "");
    return name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
  }

  private static int number(String text, int otherwise) {
    try {
      int number = text == null ? 0 : Integer.parseInt(text.strip());
      return number > 0 ? number : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
