package dev.skep.manifests.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of YAML in block style with the lines that belong to it: comments and empty lines before
 * it, and what is indented below it. No parser of YAML keeps comments; of the files that install
 * Skep this is all the syntax there is.
 */
final class Block {
  private final String line;
  private final List<String> before;
  private final List<Block> inside = new ArrayList<>();

  private Block(String line, List<String> before) {
    this.line = line;
    this.before = List.copyOf(before);
  }

  /** Of a whole file: a block without a line of its own. */
  static Block of(String text) {
    var root = new Block("", List.of());
    var open = new ArrayList<Block>(List.of(root));
    var before = new ArrayList<String>();
    for (var line : text.lines().toList()) {
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        before.add(line);
        continue;
      }
      var block = new Block(line, before);
      before.clear();
      while (open.size() > 1 && open.getLast().indent() >= block.indent()) open.removeLast();
      open.getLast().inside.add(block);
      open.add(block);
    }
    return root;
  }

  /** Takes in what the other one has and this one has not; keys of both must agree. */
  void merge(Block other) {
    for (var theirs : other.inside) {
      var ours = inside.stream().filter(b -> b.key().equals(theirs.key())).findFirst();
      if (ours.isEmpty()) inside.add(theirs);
      else if (ours.get().line.equals(theirs.line)) ours.get().merge(theirs);
      else throw new IllegalArgumentException(ours.get().line + " clashes with " + theirs.line);
    }
  }

  /** The comment that a file begins with. */
  List<String> head() {
    return inside.isEmpty() ? before : inside.getFirst().before;
  }

  /** All lines but the head. */
  List<String> body() {
    var out = new ArrayList<String>();
    write(out);
    return out.subList(head().size(), out.size());
  }

  private void write(List<String> out) {
    out.addAll(before);
    if (!line.isEmpty()) out.add(line);
    inside.forEach(b -> b.write(out));
  }

  /** An item of a list stands for itself. */
  private String key() {
    int colon = line.indexOf(':');
    return Optional.of(line.strip())
        .filter(item -> item.startsWith("-") || colon < 0)
        .orElseGet(() -> line.substring(0, colon).strip());
  }

  private int indent() {
    return line.length() - line.stripLeading().length();
  }
}
