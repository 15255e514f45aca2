package dev.skep.controller.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code skep}. */
@Command(
    name = "skep",
    description = "What is in Git is what runs on your Docker Swarm.",
    mixinStandardHelpOptions = true,
    versionProvider = SkepVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExit codes:%n",
    footer = {"  0 done   1 failed   2 bad input   3 held, needs a person   4 timed out   5 engine"
    })
public final class Skep implements Runnable {
  /** In the order of the help. */
  private static final List<Class<?>> COMMANDS = List.of(
      ControllerCommand.class,
      ApplyCommand.class,
      ValidateCommand.class,
      DiffCommand.class,
      RenderCommand.class,
      GetCommand.class,
      DescribeCommand.class,
      LogsCommand.class,
      HistoryCommand.class,
      SuspendCommand.class,
      ResumeCommand.class,
      ApproveCommand.class,
      CancelCommand.class,
      RerunCommand.class,
      ResolveCommand.class,
      LedgerCommand.class,
      ReconcileCommand.class,
      AdoptCommand.class,
      RollbackCommand.class,
      DeleteCommand.class,
      CompletionCommand.class,
      NamesCommand.class,
      RunCommand.class,
      InstallCommand.class,
      DoctorCommand.class,
      CommandLine.HelpCommand.class);

  @Option(
      names = {"-v", "--verbose"},
      scope = CommandLine.ScopeType.INHERIT,
      description = "Log what is done and why, on stderr.")
  void verbose(boolean on) {
    if (on) Logging.verbose();
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.err);
  }

  public static void main(String[] args) {
    var wanted = args.length == 0 ? COMMANDS : wanted(args[0]);
    System.exit(commandLine(System.getenv(), wanted).execute(args));
  }

  /** To make all commands ready takes longer than most of them take. */
  static List<Class<?>> wanted(String name) {
    return COMMANDS.stream()
        .filter(command -> command.getSimpleName().equalsIgnoreCase(name + "Command"))
        .filter(command -> command != CommandLine.HelpCommand.class)
        .findFirst()
        .map(List::<Class<?>>of)
        .orElse(COMMANDS);
  }

  static CommandLine commandLine() {
    return commandLine(System.getenv());
  }

  static CommandLine commandLine(Map<String, String> environment) {
    return commandLine(environment, COMMANDS);
  }

  static CommandLine commandLine(Map<String, String> environment, List<Class<?>> commands) {
    var skep = new CommandLine(new Skep());
    commands.forEach(skep::addSubcommand);
    Optional.ofNullable(skep.getSubcommands().get(ControllerCommand.NAME))
        .ifPresent(controller -> controller.setDefaultValueProvider(new Variables(environment)));
    return skep.setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(e -> Exit.FAILED)
        .setExecutionExceptionHandler((e, line, parsed) -> {
          line.getErr().println("skep: a defect in Skep itself: " + e);
          line.getErr()
              .println("skep: please report it, with: skep --verbose " + line.getCommandName());
          Logging.defect(e);
          return line.getCommandSpec().exitCodeOnExecutionException();
        })
        .setParameterExceptionHandler(new Misuse());
  }
}
