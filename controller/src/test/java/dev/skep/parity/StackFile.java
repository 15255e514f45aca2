package dev.skep.parity;

import dev.skep.manifests.Corpus;
import dev.skep.manifests.GeneratedStack;
import dev.skep.manifests.LoadRequest;
import dev.skep.manifests.Manifests;
import dev.skep.model.DesiredStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What a stack is made of: files, and the variables that fill them.
 *
 * @param title tells it from the others
 * @param paths of the files, each put over the ones before it
 */
record StackFile(String title, List<Path> paths, Map<String, String> variables) {
  /** What both tools call the stack. */
  static final String STACK = "parity";

  private static final Map<String, String> PLAIN = Map.of("HOME", "/root");
  private static final Path EXAMPLES = Path.of("../manifests/examples");
  private static final Path EVERY_KEY = Path.of("../manifests/src/test/resources/every-key/stack");
  private static final Path SENT_BY_SKEP_ALONE =
      Path.of("src/test/resources/parity/sent-by-skep-alone.yaml");
  private static final Pattern SERVICES = Pattern.compile("(?m)^\"?services\"?:");

  StackFile {
    paths = paths.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    // A shell sets it, and some files count on it.
    var all = new HashMap<>(variables);
    all.put("PWD", paths.getFirst().getParent().toString());
    variables = Map.copyOf(all);
  }

  StackFile(String title, Path path, Map<String, String> variables) {
    this(title, List.of(path), variables);
  }

  /** Where they lie. */
  Path folder() {
    return paths.getFirst().getParent();
  }

  /**
   * Those of the project.
   *
   * @param folder to write into
   */
  static List<StackFile> own(Path folder) throws IOException {
    var out = new ArrayList<StackFile>();
    out.add(new StackFile("every key", everyKey(folder), PLAIN));
    out.add(new StackFile("sent by Skep alone", SENT_BY_SKEP_ALONE, PLAIN));
    for (var file : stacksBelow(EXAMPLES)) {
      out.add(new StackFile(EXAMPLES.relativize(file).toString(), file, PLAIN));
    }
    return out;
  }

  /** But for the secret of a driver that no engine here has: it waits 15 seconds for that one. */
  private static Path everyKey(Path folder) throws IOException {
    var there = Files.createDirectory(folder.resolve("every-key"));
    for (var name : List.of("c.txt", "e.env")) {
      Files.copy(EVERY_KEY.resolve(name), there.resolve(name));
    }
    Files.createDirectory(there.resolve("sub"));
    var lines = Files.readAllLines(EVERY_KEY.resolve("compose.yaml"));
    lines.removeIf(line -> line.contains("driver: vault"));
    return Files.write(there.resolve("compose.yaml"), lines);
  }

  /** Those of others, in the folder that {@code -Dskep.corpus} names: as they are, and filled. */
  static List<StackFile> corpus() throws IOException {
    var out = new ArrayList<StackFile>();
    var corpus = Corpus.given();
    if (corpus.isEmpty()) return out;
    for (var file : stacksBelow(corpus.get())) {
      var name = corpus.get().relativize(file).toString();
      out.add(new StackFile(name, file, PLAIN));
      var variables = Corpus.variables(corpus.get(), file);
      if (!variables.equals(PLAIN)) out.add(new StackFile(name + " (filled)", file, variables));
    }
    return out;
  }

  /** Those that are drawn at random, from seeds in a row; each has a folder of its own. */
  static Stream<StackFile> drawn(Path folder, long first, int count) {
    return LongStream.range(first, first + count).mapToObj(seed -> {
      var stack = GeneratedStack.of(seed, GeneratedStack.Keys.OF_AN_ENGINE);
      var there = folder.resolve("seed-" + seed);
      return new StackFile("seed " + seed, stack.writeTo(there), stack.variables());
    });
  }

  /** What lies beside stack files, such as the configuration of a program, is none. */
  private static List<Path> stacksBelow(Path folder) throws IOException {
    return Corpus.yamlBelow(folder).stream()
        .filter(file -> SERVICES.matcher(text(file)).find())
        .toList();
  }

  /** As Skep reads it; empty if it does not take it. */
  Optional<DesiredStack> read() {
    var request = new LoadRequest(paths, Optional.of(STACK), variables, false, folder());
    var read = new Manifests().load(request);
    return read.isValid() ? Optional.of(read.get().stack()) : Optional.empty();
  }

  /** The same for all forms of a file, plain and filled: in a folder of others its number. */
  String family() {
    return title.split("_")[0];
  }

  /** Whether a value stands in them, or in what fills them. */
  boolean mentions(String value) {
    return paths.stream().anyMatch(path -> text(path).contains(value))
        || variables.containsValue(value);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
