package dev.skep.controller.manual;

import java.util.List;
import java.util.regex.Pattern;

/** What may be written in a place of a command line, as far as a shell can help. */
sealed interface Values {
  record Words(List<String> words) implements Values {
    public Words {
      words = List.copyOf(words);
    }
  }

  enum Kind implements Values {
    ANYTHING,
    FILES,
    FOLDERS,
    STACKS,
    JOBS,
    /** Stacks or jobs, whichever the first operand names. */
    NAMED
  }

  Pattern WORDS = Pattern.compile("[a-z]+(\\|[a-z]+)*");

  /** By the label that people see. */
  static Values of(String label, boolean flag) {
    if (WORDS.matcher(label).matches()) return new Words(List.of(label.split("\\|")));
    return switch (label) {
      case "FILE", "FILE|DIR" -> Kind.FILES;
      case "DIR", "DIR|URL" -> Kind.FOLDERS;
      case "STACK" -> Kind.STACKS;
      case "STACK_JOB" -> Kind.JOBS;
      case "NAME" -> flag ? Kind.STACKS : Kind.NAMED;
      default -> Kind.ANYTHING;
    };
  }
}
