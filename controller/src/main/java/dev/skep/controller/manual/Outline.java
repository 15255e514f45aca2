package dev.skep.controller.manual;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command as its users see it; hidden ones are not seen. */
public record Outline(
    String name,
    String description,
    List<Flag> flags,
    List<Operand> operands,
    List<Outline> commands) {

  /**
   * @param names shortest first
   * @param label of its value, if it takes one
   */
  record Flag(
      List<String> names,
      Optional<String> label,
      Values values,
      boolean repeatable,
      boolean required,
      String description) {}

  /** What is given by its place alone. */
  record Operand(
      String label, Values values, boolean repeatable, boolean required, String description) {}

  private static final int BRIEF = 60;

  public Outline {
    flags = List.copyOf(flags);
    operands = List.copyOf(operands);
    commands = List.copyOf(commands);
  }

  /** Whether it has a flag of that name. */
  public boolean takes(String flag) {
    return flags.stream().anyMatch(f -> f.names().contains(flag));
  }

  /** Whether something of that label is to be given without a flag. */
  public boolean wants(String label) {
    return operands.stream().anyMatch(operand -> operand.label().equals(label));
  }

  public static Outline of(CommandSpec command) {
    var commands = command.subcommands().values().stream()
        .map(line -> line.getCommandSpec())
        .filter(spec -> !spec.usageMessage().hidden())
        .toList();
    return new Outline(
        command.name(),
        text(command.usageMessage().description()),
        command.options().stream()
            .filter(option -> !option.hidden())
            .sorted(Comparator.comparing(OptionSpec::longestName))
            .map(Outline::flag)
            .toList(),
        command.positionalParameters().stream()
            .filter(operand -> !operand.hidden())
            .map(operand -> operand(operand, siblings(command)))
            .toList(),
        commands.stream().map(Outline::of).toList());
  }

  private static List<String> siblings(CommandSpec command) {
    return Stream.ofNullable(command.parent())
        .flatMap(parent -> parent.subcommands().entrySet().stream())
        .filter(e -> !e.getValue().getCommandSpec().usageMessage().hidden())
        .map(e -> e.getKey())
        .toList();
  }

  private static Flag flag(OptionSpec option) {
    var names = Stream.of(option.names())
        .sorted(Comparator.comparingInt(String::length))
        .toList();
    boolean takes = option.arity().max() > 0;
    return new Flag(
        names,
        takes ? Optional.of(option.paramLabel()) : Optional.empty(),
        Values.of(option.paramLabel(), true),
        option.isMultiValue(),
        option.required(),
        text(option.description()));
  }

  /** picocli's own help names its parameter so. */
  private static Operand operand(PositionalParamSpec operand, List<String> siblings) {
    var label = operand.paramLabel();
    var values = label.equals("COMMAND") ? new Values.Words(siblings) : Values.of(label, false);
    return new Operand(
        label, values, operand.isMultiValue(), operand.required(), text(operand.description()));
  }

  private static String text(String... lines) {
    return Stream.of(lines)
        .map(line -> line.replace("%n", " ").replace("%%", "%"))
        .collect(Collectors.joining(" "))
        .strip();
  }

  /** So much of a description as fits beside a word that a shell offers. */
  static String brief(String description) {
    var clause = description.split("[;:(]|\\. |, such as", 2)[0].strip();
    if (clause.length() > BRIEF) clause = clause.split(",", 2)[0];
    return clause.endsWith(".") ? clause.substring(0, clause.length() - 1) : clause;
  }
}
