package dev.skep.controller.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * What a command printed and how it ended, run in this process.
 *
 * @param cpu processor time: unlike the clock's it is the command's own on a busy machine
 */
public record CommandRun(int exit, String out, String err, Duration cpu) {

  static CommandRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    int exit = Skep.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
    var cpu = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
    return new CommandRun(exit, out.toString(), err.toString(), cpu);
  }

  public static CommandRun of(List<String> arguments) {
    return of(arguments.toArray(String[]::new));
  }

  List<String> problems() {
    return err.lines().toList();
  }
}
