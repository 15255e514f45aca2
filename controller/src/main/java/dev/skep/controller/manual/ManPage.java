package dev.skep.controller.manual;

import dev.skep.controller.manual.Outline.Flag;
import dev.skep.controller.manual.Outline.Operand;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of a command in section 1 of the manual. */
public final class ManPage {
  private ManPage() {}

  /** Of the program itself, {@code skep.1}. */
  public static String of(Outline skep, String version, List<Chapter> chapters) {
    var page = new Roff().title(skep.name(), version);
    head(page, skep.name(), skep);
    page.line(Roff.bold(skep.name()) + " [" + Roff.italic("OPTION") + "]... "
        + Roff.italic("COMMAND") + " [" + Roff.italic("ARGUMENT") + "]...");
    page.section("DESCRIPTION").paragraph(Roff.plain(skep.description()));
    page.section("COMMANDS");
    for (var command : skep.commands()) {
      page.entry(Roff.bold(page(skep, command)) + "(1)", Roff.plain(command.description()));
    }
    return rest(
        page, skep, chapters, skep.commands().stream().map(c -> page(skep, c)).toList());
  }

  /** Of one of its commands, {@code skep-NAME.1}. */
  public static String of(Outline skep, Outline command, String version, List<Chapter> chapters) {
    var page = new Roff().title(page(skep, command), version);
    head(page, page(skep, command), command);
    var operands = command.operands().stream().map(ManPage::synopsis);
    page.line(Stream.concat(
            Stream.of(
                Roff.bold(skep.name() + " " + command.name()),
                "[" + Roff.italic("OPTION") + "]..."),
            operands)
        .collect(Collectors.joining(" ")));
    page.section("DESCRIPTION").paragraph(Roff.plain(command.description()));
    for (var operand : command.operands()) {
      page.entry(Roff.italic(operand.label()), Roff.plain(operand.description()));
    }
    return rest(page, command, chapters, List.of(skep.name()));
  }

  /** The name of a command's page. */
  public static String page(Outline skep, Outline command) {
    return skep.name() + "-" + command.name();
  }

  private static void head(Roff page, String name, Outline command) {
    var brief = Outline.brief(command.description());
    var text = brief.substring(0, 1).toLowerCase(Locale.ROOT) + brief.substring(1);
    page.section("NAME").line(Roff.plain(name) + " \\- " + Roff.plain(text));
    page.section("SYNOPSIS");
  }

  private static String rest(
      Roff page, Outline command, List<Chapter> chapters, List<String> also) {
    page.section("OPTIONS");
    for (var flag : command.flags()) page.entry(flag(flag), text(flag));
    for (var chapter : chapters) {
      page.section(chapter.title());
      chapter.entries().forEach(e -> page.entry(Roff.bold(e.term()), Roff.plain(e.text())));
    }
    page.section("SEE ALSO");
    page.line(
        also.stream().sorted().map(n -> Roff.bold(n) + "(1)").collect(Collectors.joining(",\n")));
    return page.text();
  }

  private static String synopsis(Operand operand) {
    var label = Roff.italic(operand.label()) + (operand.repeatable() ? "..." : "");
    return operand.required() ? label : "[" + label + "]";
  }

  private static String flag(Flag flag) {
    var names = flag.names().stream().map(Roff::bold).collect(Collectors.joining(", "));
    return names + flag.label().map(label -> " " + Roff.italic(label)).orElse("");
  }

  private static String text(Flag flag) {
    var notes = Stream.of(
            flag.required() ? Optional.of("Must be given.") : Optional.<String>empty(),
            flag.repeatable() ? Optional.of("May be repeated.") : Optional.<String>empty())
        .flatMap(Optional::stream);
    return Roff.plain(
        Stream.concat(Stream.of(flag.description()), notes).collect(Collectors.joining(" ")));
  }
}
