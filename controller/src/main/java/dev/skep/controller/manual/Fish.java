package dev.skep.controller.manual;

import dev.skep.controller.manual.Outline.Flag;
import java.util.List;
import java.util.stream.Collectors;

/** Completion for fish. */
final class Fish {
  private static final String SCRIPT = """
      # fish completion for skep, made by: skep completion fish

      # Flags that are followed by a value.
      set -g __skep_takes %s

      # The command and its operands, as far as they have been written.
      function __skep_line
          set -l words (commandline -opc)
          set -e words[1]
          set -l command ''
          set -l flag ''
          for word in $words
              if test -n "$flag"
                  set flag ''
              else if string match -q -- '-*' $word
                  contains -- "$command $word" $__skep_takes; and set flag $word
              else
                  test -z "$command"; and set command $word
                  echo $word
              end
          end
      end

      # Whether this command was given, and so many words with it; any number without one.
      function __skep_at
          set -l line (__skep_line)
          test "$line[1]" = "$argv[1]"; or return 1
          set -q argv[2]; or return 0
          test (count $line) = $argv[2]
      end

      function __skep_live
          skep __complete $argv[1] 2>/dev/null
      end

      function __skep_named
          set -l line (__skep_line)
          switch "$line[2]"
              case job stack
                  __skep_live $line[2]s
          end
      end

      complete -c skep -f
      """;

  private Fish() {}

  static String script(Outline skep) {
    var takes = skep.commands().stream()
        .flatMap(c -> c.flags().stream()
            .filter(f -> f.label().isPresent())
            .flatMap(f -> f.names().stream().map(name -> quoted(c.name() + " " + name))))
        .collect(Collectors.joining(" "));
    var out = new StringBuilder(SCRIPT.formatted(takes));
    for (var flag : skep.flags()) out.append(flag("__skep_at ''", flag));
    for (var command : skep.commands()) {
      out.append(offer("__skep_at ''", quoted(command.name()), command.description()));
    }
    for (var command : skep.commands()) command(out, command);
    return out.toString();
  }

  private static void command(StringBuilder out, Outline command) {
    out.append('\n');
    for (int i = 0; i < command.operands().size(); i++) {
      var operand = command.operands().get(i);
      var where = "__skep_at " + command.name() + (operand.repeatable() ? "" : " " + (i + 1));
      var values = values(operand.values());
      if (operand.values() == Values.Kind.FILES) out.append(line(where, List.of("-F")));
      else if (!values.isEmpty()) out.append(offer(where, values, operand.description()));
    }
    for (var flag : command.flags()) out.append(flag("__skep_at " + command.name(), flag));
  }

  private static String flag(String where, Flag flag) {
    var names = flag.names().stream()
        .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
        .collect(Collectors.joining(" "));
    var values = values(flag.values());
    var value = flag.label().isEmpty()
        ? ""
        : flag.values() == Values.Kind.FILES
            ? " -r -F"
            : values.isEmpty() ? " -x" : " -x -a " + values;
    return line(where, List.of(names + value, description(flag.description())));
  }

  private static String offer(String where, String values, String description) {
    return line(where, List.of("-a " + values, description(description)));
  }

  private static String line(String where, List<String> rest) {
    return "complete -c skep -n " + quoted(where) + " " + String.join(" ", rest) + "\n";
  }

  private static String values(Values values) {
    return switch (values) {
      case Values.Words words -> quoted(String.join(" ", words.words()));
      case Values.Kind kind ->
        switch (kind) {
          case ANYTHING, FILES -> "";
          case FOLDERS -> "'(__fish_complete_directories)'";
          case STACKS -> "'(__skep_live stacks)'";
          case JOBS -> "'(__skep_live jobs)'";
          case NAMED -> "'(__skep_named)'";
        };
    };
  }

  private static String description(String text) {
    return "-d " + quoted(Outline.brief(text));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
