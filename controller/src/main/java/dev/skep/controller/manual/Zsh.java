package dev.skep.controller.manual;

import dev.skep.controller.manual.Outline.Flag;
import dev.skep.controller.manual.Outline.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Completion for zsh: as a file {@code _skep} of the search path, or to be sourced. */
final class Zsh {
  private static final String SCRIPT = """
      #compdef skep
      # zsh completion for skep, made by: skep completion zsh

      _skep_live() {
        local -a names=(${(f)"$(skep __complete $1 2>/dev/null)"})
        compadd -a names
      }

      _skep_named() {
        case ${words[(r)(job|stack)]} in
          job) _skep_live jobs ;;
          stack) _skep_live stacks ;;
        esac
      }

      _skep() {
        local curcontext=$curcontext state line
        local -A opt_args
        local -a commands=(
      %s  )
        _arguments -C -S \\
      %s    '1:command:->command' '*:: :->rest'
        case $state in
          command) _describe -t commands command commands ;;
          rest)
            case $words[1] in
      %s      esac ;;
        esac
      }

      if [[ $funcstack[1] == _skep ]]; then
        _skep "$@"
      else
        compdef _skep skep
      fi
      """;

  private Zsh() {}

  static String script(Outline skep) {
    var commands = skep.commands().stream()
        .map(c -> "    '" + c.name() + ":" + quoted(Outline.brief(c.description())) + "'\n")
        .collect(Collectors.joining());
    var global = skep.flags().stream()
        .map(flag -> "    " + flag(flag) + " \\\n")
        .collect(Collectors.joining());
    var rest = skep.commands().stream().map(Zsh::command).collect(Collectors.joining());
    return SCRIPT.formatted(commands, global, rest);
  }

  private static String command(Outline command) {
    List<String> lines = new ArrayList<>();
    command.flags().forEach(flag -> lines.add(flag(flag)));
    for (int i = 0; i < command.operands().size(); i++) {
      lines.add(operand(command.operands().get(i), i + 1));
    }
    return "        " + command.name() + ")\n          _arguments -S \\\n            "
        + String.join(" \\\n            ", lines) + " ;;\n";
  }

  private static String flag(Flag flag) {
    // A value may stand in the same word: after = or, of a short flag, at once.
    var names = flag.names().stream()
        .map(name ->
            flag.label().map(l -> name + (name.startsWith("--") ? "=" : "+")).orElse(name))
        .collect(Collectors.joining(",", "{", "}"));
    if (flag.names().size() == 1) names = names.substring(1, names.length() - 1);
    var before = flag.repeatable() ? "'*'" : "'(" + String.join(" ", flag.names()) + ")'";
    var value = flag.label().map(label -> value(label, flag.values())).orElse("");
    return before + names + "'[" + inBrackets(Outline.brief(flag.description())) + "]" + value
        + "'";
  }

  private static String operand(Operand operand, int place) {
    var where = operand.repeatable() ? "*" : Integer.toString(place);
    var optional = operand.required() || operand.repeatable() ? "" : ":";
    return "'" + where + optional + value(operand.label(), operand.values()) + "'";
  }

  private static String value(String label, Values values) {
    return ":" + label.replace(":", "\\:") + ":"
        + switch (values) {
          case Values.Words words -> "(" + String.join(" ", words.words()) + ")";
          case Values.Kind kind ->
            switch (kind) {
              case ANYTHING -> " ";
              case FILES -> "_files";
              case FOLDERS -> "_files -/";
              case STACKS -> " _skep_live stacks";
              case JOBS -> " _skep_live jobs";
              case NAMED -> "_skep_named";
            };
        };
  }

  private static String inBrackets(String text) {
    return quoted(text.replace("[", "\\[").replace("]", "\\]"));
  }

  private static String quoted(String text) {
    return text.replace("'", "'\\''");
  }
}
