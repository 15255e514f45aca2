package dev.skep.controller.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** What a command printed and how it ended, run in this process. */
record CommandRun(int exit, String out, String err) {

  static CommandRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit = Skep.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
    return new CommandRun(exit, out.toString(), err.toString());
  }

  static CommandRun of(List<String> arguments) {
    return of(arguments.toArray(String[]::new));
  }

  List<String> problems() {
    return err.lines().toList();
  }
}
