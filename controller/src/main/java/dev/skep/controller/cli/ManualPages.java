package dev.skep.controller.cli;

import dev.skep.controller.manual.Chapter;
import dev.skep.controller.manual.Chapter.Entry;
import dev.skep.controller.manual.ManPage;
import dev.skep.controller.manual.Outline;
import dev.skep.controller.manual.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes what a system keeps beside a program: man pages, and completion for shells. Run by the
 * build.
 */
public final class ManualPages {
  private static final List<Entry> EXITS = List.of(
      new Entry("0", "Done."),
      new Entry("1", "Failed; what and why is on standard error."),
      new Entry("2", "Bad input: a flag, a file, a document. Nothing was touched."),
      new Entry("3", "Held: a person has to decide."),
      new Entry("4", "Timed out; what has begun on the Swarm goes on there."),
      new Entry("5", "The engine cannot be used."));

  private static final List<Entry> DIFF_EXITS = List.of(
      new Entry("0", "Nothing would change."),
      new Entry("1", "Something would change."),
      new Entry("2", "Bad input: a flag, a file, a document."),
      new Entry("5", "The engine cannot be used."));

  private static final List<Entry> RUN_EXITS = List.of(
      new Entry(
          "the job's own", "It ended by itself; 128 and the signal's number if it was killed."),
      new Entry("124", "Stopped, because of --timeout."),
      new Entry(
          "125", "A wrong flag, or Skep, the engine or the node failed; standard error tells."),
      new Entry("126", "The command is there and cannot be started."),
      new Entry("127", "The command is not there."),
      new Entry("129, 130, 143", "Stopped, because of a lost terminal, Ctrl-C or SIGTERM."));

  private static final Map<String, List<Entry>> OTHER_EXITS =
      Map.of("diff", DIFF_EXITS, "run", RUN_EXITS);

  /** By the flag in whose place they stand. */
  private static final Map<String, Entry> VARIABLES = Map.of(
      "--host", new Entry("DOCKER_HOST", "The engine to talk to, without --host."),
      "--owner", new Entry("SKEP_OWNER", "Whose objects to touch, without --owner."),
      "--resolve-image",
          new Entry("SKEP_RESOLVE_IMAGE", "When to ask registries, without --resolve-image."));

  private static final List<Entry> COMMON = List.of(
      new Entry("NO_COLOR", "If set to anything, no colours on a terminal."),
      new Entry("COLUMNS, LINES", "The size of the terminal, where it is not to be asked."),
      new Entry("JAVA_HOME", "The Java to run with, where Skep was not packed with its own."));

  private static final Entry SETTINGS =
      new Entry("skep.yml", "In a folder of stacks: what holds for all of them.");

  private static final Entry LOGINS = new Entry(
      "~/.docker/config.json", "Logins for registries; DOCKER_CONFIG says which other folder.");

  private static final Entry CACHE =
      new Entry("~/.cache/skep", "What makes the next start quicker; may be removed.");

  private ManualPages() {}

  /** @param args the folder to write below, such as one that is to become /usr */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  static void write(Path prefix) throws IOException {
    var skep = Outline.of(Skep.commandLine(Map.of()).getCommandSpec());
    var version = new SkepVersion().getVersion()[0];
    var man = Files.createDirectories(prefix.resolve("share/man/man1"));
    for (var command : skep.commands()) {
      var page = ManPage.of(skep, command, version, chapters(command));
      Files.writeString(man.resolve(ManPage.page(skep, command) + ".1"), page);
    }
    Files.writeString(man.resolve("skep.1"), ManPage.of(skep, version, chapters(skep)));
    for (var shell : Shell.values()) {
      var place = prefix.resolve(shell.place());
      Files.createDirectories(place.getParent());
      Files.writeString(place, shell.script(skep));
    }
  }

  private static List<Chapter> chapters(Outline command) {
    var variables = new ArrayList<Entry>();
    for (var flag : List.of("--host", "--owner", "--resolve-image")) {
      if (command.takes(flag)) variables.add(VARIABLES.get(flag));
    }
    variables.addAll(COMMON);
    var chapters = new ArrayList<Chapter>();
    chapters.add(new Chapter("EXIT STATUS", OTHER_EXITS.getOrDefault(command.name(), EXITS)));
    chapters.add(new Chapter("ENVIRONMENT", variables));
    chapters.add(new Chapter("FILES", files(command)));
    var examples = command.commands().isEmpty() ? Examples.of(command.name()) : Examples.all();
    if (!examples.isEmpty()) chapters.add(new Chapter("EXAMPLES", examples));
    return chapters;
  }

  private static List<Entry> files(Outline command) {
    var files = new ArrayList<Entry>();
    if (command.takes("--file") || command.wants("FILE|DIR") || command.takes("--source"))
      files.add(SETTINGS);
    if (command.takes("--resolve-image") || command.takes("--registry-auth")) files.add(LOGINS);
    files.add(CACHE);
    return files;
  }
}
