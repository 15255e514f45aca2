package dev.skep.manifests.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one stack file that {@code docker stack deploy} and {@code skep apply} take. */
public final class InstallFile {
  private static final String BASE = "skep-stack.yml";
  private static final String COMMAND = "#   ";

  /** A whole scalar, with or without quotes. */
  private static final Pattern VARIABLE =
      Pattern.compile("(\"?)\\$\\{(\\w+)(?::-([^}]*)|:\\?[^}]*)\\}\"?");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** What is there for those who need it; each is a file. */
  public enum Part {
    GIT_TOKEN,
    GIT_SSH,
    WEBHOOK,
    REGISTRY,
    METRICS;

    String file() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".yml";
    }
  }

  private final Block base = read(BASE);
  private final List<String> heads = new ArrayList<>();
  private final Map<String, String> values;

  /** @param values of the variables in the files, by name; others get what the files say */
  public InstallFile(Set<Part> parts, Map<String, String> values) {
    this.values = Map.copyOf(values);
    for (var part : EnumSet.allOf(Part.class)) {
      if (!parts.contains(part)) continue;
      var more = read(part.file());
      heads.add("#");
      heads.addAll(more.head());
      base.merge(more);
    }
  }

  /** The file, with nothing left to fill in. */
  public String text() {
    var out = new ArrayList<String>();
    out.add(base.head().getFirst());
    out.add("#");
    out.add("#   docker stack deploy -c FILE skep");
    out.addAll(heads);
    base.body().forEach(line -> out.add(filled(line)));
    return String.join("\n", out) + "\n";
  }

  /** How to make a secret, config or network of that name, as the files say. */
  public Optional<String> command(String name) {
    return heads.stream()
        .filter(line -> line.startsWith(COMMAND))
        .map(line -> line.substring(COMMAND.length()))
        .filter(command -> List.of(command.split(" ")).contains(name))
        .findFirst();
  }

  private String filled(String line) {
    if (line.stripLeading().startsWith("#")) return line;
    return VARIABLE
        .matcher(line)
        .replaceAll(found -> Matcher.quoteReplacement(scalar(
            values.getOrDefault(
                found.group(2), Optional.ofNullable(found.group(3)).orElse("")),
            found.group(1).isEmpty())));
  }

  /** Quoted but for a number, which may have to be one. */
  private static String scalar(String value, boolean number) {
    if (number && NUMBER.matcher(value).matches()) return value;
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$") + '"';
  }

  private static Block read(String file) {
    try (var in = InstallFile.class.getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException(file + " is not in the program");
      return Block.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
