package dev.skep.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each tool said of what it refused, for people. A file that is there in several forms, plain
 * and filled, is told of once: not at all where it lacks nothing but what fills it, else in its
 * last form, which is the fullest.
 */
final class Refusals {
  /** A form of a file. */
  private record Form(String title, Outcome outcome) {
    boolean refused() {
      return outcome instanceof Outcome.RefusedByBoth;
    }
  }

  private final List<Form> errors = new ArrayList<>();
  private final List<Form> newer = new ArrayList<>();
  private final List<Form> meant = new ArrayList<>();
  private int incomplete;

  Refusals(Map<StackFile, Outcome> outcomes) {
    var families = new LinkedHashMap<String, List<Form>>();
    outcomes.forEach((file, outcome) -> families
        .computeIfAbsent(file.family(), f -> new ArrayList<>())
        .add(new Form(file.title(), outcome)));
    families.values().forEach(this::sort);
  }

  private void sort(List<Form> forms) {
    for (var form : forms) {
      if (form.outcome() instanceof Outcome.OnlySkep) newer.add(form);
      if (form.outcome() instanceof Outcome.OnlyCli) meant.add(form);
    }
    var refused = forms.stream().filter(Form::refused).toList();
    incomplete += refused.size();
    if (!refused.isEmpty() && refused.size() == forms.size()) {
      incomplete--;
      errors.add(refused.getLast());
    }
  }

  /** How many files are refused for what they lack in one of their forms. */
  int incomplete() {
    return incomplete;
  }

  /** How many files are wrong, whatever fills them. */
  int errors() {
    return errors.size();
  }

  @Override
  public String toString() {
    return told("Real errors, refused by both", errors)
        + told("Newer Compose, only Skep takes it", newer)
        + told("Only the CLI takes it, as docs/compose.md says", meant);
  }

  private static String told(String head, List<Form> forms) {
    var out = new StringBuilder("%n%s: %d%n".formatted(head, forms.size()));
    for (var form : forms) {
      switch (form.outcome()) {
        case Outcome.Deployed d -> {}
        case Outcome.OnlyCli o -> said(out, form.title(), "takes it", o.skep());
        case Outcome.OnlySkep o -> said(out, form.title(), o.cli(), "takes it");
        case Outcome.RefusedByBoth r -> said(out, form.title(), r.cli(), r.skep());
      }
    }
    return out.toString();
  }

  private static void said(StringBuilder out, String file, String cli, String skep) {
    out.append("%s%n    CLI   %s%n    Skep  %s%n".formatted(file, cli, skep.strip()));
  }
}
