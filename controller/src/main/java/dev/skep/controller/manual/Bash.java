package dev.skep.controller.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Completion for bash 4 and newer; needs no package bash-completion. */
final class Bash {
  private static final String SCRIPT = """
      # bash completion for skep, made by: skep completion bash

      # What follows a flag of a command, or stands in a place of it: words, or a kind of thing.
      _skep_values() {
        case $1 in
      %s    *) return 1 ;;
        esac
      }

      _skep_flags() {
        case $1 in
      %s  esac
      }

      _skep_fill() {
        case $1 in
          @files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
          @folders) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
          @stacks | @jobs) _skep_fill "$(skep __complete "${1#@}" 2>/dev/null)" ;;
          @named) case $first in job | stack) _skep_fill "@${first}s" ;; esac ;;
          @*) ;;
          *) mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur") ;;
        esac
      }

      _skep() {
        local cur=${COMP_WORDS[COMP_CWORD]} command= first= flag= place=0 word values
        COMPREPLY=()
        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          if [[ -n $flag ]]; then
            # bash takes --flag=value for three words.
            [[ $word == = ]] || flag=
          elif [[ $word == -* ]]; then
            _skep_values "$command $word" >/dev/null && flag=$word
          elif [[ -z $command ]]; then
            command=$word
          else
            ((++place == 1)) && first=$word
          fi
        done
        [[ $cur != = ]] || cur=
        if [[ -z $flag && $cur == -* ]]; then
          _skep_fill "$(_skep_flags "$command")"
        elif values=$(_skep_values "$command ${flag:-$((place + 1))}"); then
          _skep_fill "$values"
        elif [[ -z $flag ]] && values=$(_skep_values "$command *"); then
          _skep_fill "$values"
        fi
      }

      complete -F _skep skep
      """;

  private Bash() {}

  static String script(Outline skep) {
    var values = new StringBuilder();
    var flags = new StringBuilder();
    entry(
        values,
        List.of("' 1'"),
        words(skep.commands().stream().map(Outline::name).toList()));
    flags(flags, "", skep);
    for (var command : skep.commands()) {
      flags(flags, command.name(), command);
      for (var flag : command.flags()) {
        if (flag.label().isEmpty()) continue;
        var keys =
            flag.names().stream().map(n -> "'" + command.name() + " " + n + "'").toList();
        entry(values, keys, fill(flag.values()));
      }
      for (int i = 0; i < command.operands().size(); i++) {
        var operand = command.operands().get(i);
        var place = operand.repeatable() ? "*" : Integer.toString(i + 1);
        entry(values, List.of("'" + command.name() + " " + place + "'"), fill(operand.values()));
      }
    }
    return SCRIPT.formatted(values, flags);
  }

  private static void flags(StringBuilder out, String command, Outline of) {
    var names = new ArrayList<String>();
    of.flags().forEach(flag -> names.addAll(flag.names()));
    entry(out, List.of("'" + command + "'"), words(names));
  }

  private static void entry(StringBuilder out, List<String> keys, String what) {
    out.append("    %s) echo %s ;;\n".formatted(String.join(" | ", keys), what));
  }

  private static String words(List<String> words) {
    return words.stream().collect(Collectors.joining(" ", "'", "'"));
  }

  private static String fill(Values values) {
    return switch (values) {
      case Values.Words words -> words(words.words());
      case Values.Kind kind -> "@" + kind.name().toLowerCase(Locale.ROOT);
    };
  }
}
