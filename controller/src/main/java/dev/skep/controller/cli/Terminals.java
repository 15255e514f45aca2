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

  static Terminal standardOutput() {
    var environment = System.getenv();
    // There is one only where both input and output are a terminal: bin/skep sets jdk.console so,
    // which newer JDKs need for it.
    Console console = System.console();
    boolean tty = console != null;
    var charset = tty ? console.charset() : outputCharset();
    return Terminal.of(
        tty,
        number(environment.get("COLUMNS"), USUAL_WIDTH),
        number(environment.get("LINES"), USUAL_HEIGHT),
        charset,
        environment);
  }

  private static Charset outputCharset() {
    var name = System.getProperty("stdout.encoding", "");
    return name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
  }

  private static int number(String text, int otherwise) {
    try {
      return text == null ? otherwise : Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
