package dev.skep.controller.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Files of an earlier time. Only what begins with our header is looked at: the folder may hold
 * files of other people too.
 */
final class OldFiles {
  private static final long LARGEST = 4_000_000;

  /** Finds files that are to go. */
  interface Search {
    List<Path> files() throws IOException;
  }

  private final Path folder;

  OldFiles(Path folder) {
    this.folder = folder;
  }

  /** Files of jobs of this stack other than those named. */
  List<Path> jobs(String stack, Set<String> names) throws IOException {
    var out = new ArrayList<Path>();
    for (var file : ours("jobs")) {
      boolean of = committed(file) && text(file, "stack").equals(Optional.of(stack));
      if (of && !names.contains(file.getFileName().toString())) out.add(file);
    }
    return out;
  }

  /** Files of stacks other than those named, and of their jobs. */
  List<Path> notOf(Set<String> stacks) throws IOException {
    var out = new ArrayList<Path>();
    for (var file : ours("stacks")) {
      if (text(file, "name").filter(stacks::contains).isEmpty()) out.add(file);
    }
    for (var file : ours("jobs")) {
      if (committed(file) && text(file, "stack").filter(stacks::contains).isEmpty()) out.add(file);
    }
    return out;
  }

  /** Files of one-shots that nobody committed other than those named. */
  List<Path> oneShots(Set<String> names) throws IOException {
    var out = new ArrayList<Path>();
    for (var file : ours("jobs")) {
      if (!committed(file) && !names.contains(file.getFileName().toString())) out.add(file);
    }
    return out;
  }

  private boolean committed(Path file) {
    return text(file, OneShotDocument.MADE_BY).isEmpty();
  }

  private List<Path> ours(String kind) throws IOException {
    var place = folder.resolve(kind);
    if (!Files.isDirectory(place)) return List.of();
    var out = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(place, "*.yaml")) {
      for (var file : files) if (isOurs(file)) out.add(file);
    }
    return out;
  }

  private static boolean isOurs(Path file) throws IOException {
    if (!Files.isRegularFile(file)) return false;
    var header = StatusFiles.HEADER.getBytes(StandardCharsets.UTF_8);
    try (var in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(header.length), header);
    }
  }

  private Optional<String> text(Path file, String field) {
    return read(file)
        .map(d -> d.get("metadata"))
        .map(m -> m instanceof Map<?, ?> metadata ? metadata.get(field) : null)
        .map(Object::toString);
  }

  /** A document as it was written; empty when there is none that can be read. */
  Optional<Map<?, ?>> read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) return Optional.empty();
      var found = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      return found instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
    } catch (IOException | YamlEngineException e) {
      // It will be written anew; all that is lost is since when a condition holds.
      return Optional.empty();
    }
  }
}
