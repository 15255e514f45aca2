package dev.skep.controller.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line, and in a second one where to read on. */
final class Misuse implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    var line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("skep: " + message(e));
    if (line.getDefaultValueProvider() instanceof Variables variables) {
      var meant = variables.meant(line.getCommandSpec());
      if (!meant.isEmpty()) err.println("From the environment: " + String.join(", ", meant));
    }
    err.println("See: " + line.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String message(ParameterException e) {
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched);
      case MissingParameterException missing -> missing(missing);
      case OverwrittenOptionException twice ->
        twice.getArgSpec() == null
            ? twice.getMessage()
            : flag(twice.getArgSpec()) + " is given twice; keep one of them";
      default ->
        noneOf(e)
            ? "'" + e.getValue() + "' is none of " + e.getArgSpec().paramLabel()
            : e.getMessage();
    };
  }

  /** The library would list the names of our constants. */
  private static boolean noneOf(ParameterException e) {
    return e.getArgSpec() != null && e.getArgSpec().type().isEnum() && e.getValue() != null;
  }

  private static String unmatched(UnmatchedArgumentException e) {
    var word = e.getUnmatched().getFirst();
    boolean command = e.getCommandLine().getParent() == null && !e.isUnknownOption();
    var what = e.isUnknownOption() ? "unknown flag " : command ? "unknown command " : "unexpected ";
    var near = e.getSuggestions().stream()
        .map(Misuse::lastWord)
        .filter(guess -> sameStart(guess, word))
        .findFirst();
    return what + word + near.map(n -> "; did you mean " + n + "?").orElse("");
  }

  /** A suggested command comes with those above it. */
  private static String lastWord(String suggestion) {
    return suggestion.substring(suggestion.lastIndexOf(' ') + 1);
  }

  /** The library finds something near to every word; a misspelt one seldom begins otherwise. */
  private static boolean sameStart(String guess, String word) {
    return firstLetter(guess) == firstLetter(word);
  }

  private static char firstLetter(String word) {
    var letters = word.replaceFirst("^-+", "");
    return letters.isEmpty() ? '-' : letters.charAt(0);
  }

  private static String missing(MissingParameterException e) {
    List<String> names = new ArrayList<>();
    for (var arg : e.getMissing()) names.add(flag(arg));
    return names.isEmpty() ? e.getMessage() : String.join(" and ", names) + " is missing";
  }

  private static String flag(ArgSpec arg) {
    return arg instanceof CommandLine.Model.OptionSpec option
        ? option.longestName() + " " + arg.paramLabel()
        : arg.paramLabel();
  }
}
