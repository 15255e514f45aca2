package dev.skep.controller.source;

import dev.skep.manifests.Discovery;
import dev.skep.manifests.LoadRequest;
import dev.skep.manifests.Manifests;
import dev.skep.manifests.Problem;
import dev.skep.manifests.StackSource;
import dev.skep.model.DesiredStack;
import dev.skep.model.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stacks in a directory. A stack that cannot be read any more keeps its last good version: what
 * runs must not depend on what somebody is just typing.
 */
public final class DirectorySource {
  private static final int MOST_FILES = 20_000;

  private final Path directory;
  private final Manifests manifests = new Manifests();
  private final Map<String, DesiredStack> lastGood = new HashMap<>();
  private String fingerprint = "";
  private Stacks latest = Stacks.NONE;

  public DirectorySource(Path directory) {
    this.directory = directory;
  }

  /** The stacks, read anew if any file below the directory has changed. */
  public synchronized Stacks read() {
    var now = fingerprint();
    if (now.equals(fingerprint)) return latest;
    fingerprint = now;
    latest = load();
    return latest;
  }

  /** Names the state of the directory that was read last. */
  public synchronized String revision() {
    return Hash.base32(fingerprint, 10);
  }

  private Stacks load() {
    var found = Discovery.find(directory);
    if (found.isInvalid()) {
      return new Stacks(
          lastGoods(), Map.of(directory.toString(), found.getError().asJava()), List.of());
    }
    var good = new HashMap<String, DesiredStack>();
    var broken = new TreeMap<String, List<Problem>>();
    var warnings = new ArrayList<Problem>();
    for (var source : found.get()) {
      var path = source.files().getFirst().toString();
      var loaded = manifests.load(request(source));
      if (loaded.isInvalid()) {
        broken.put(path, loaded.getError().asJava());
        Optional.ofNullable(lastGood.get(path)).ifPresent(s -> good.put(s.name(), s));
      } else {
        var stack = loaded.get().stack();
        lastGood.put(path, stack);
        good.put(stack.name(), stack);
        warnings.addAll(loaded.get().warnings());
      }
    }
    return new Stacks(good, broken, warnings);
  }

  private Map<String, DesiredStack> lastGoods() {
    var out = new HashMap<String, DesiredStack>();
    lastGood.values().forEach(s -> out.put(s.name(), s));
    return out;
  }

  private LoadRequest request(StackSource source) {
    return new LoadRequest(source.files(), source.name(), Map.of(), true, directory);
  }

  private String fingerprint() {
    try (var files = Files.walk(directory)) {
      var out = new StringBuilder();
      files.filter(Files::isRegularFile).limit(MOST_FILES).sorted().forEach(file -> {
        try {
          out.append(file)
              .append(' ')
              .append(Files.size(file))
              .append(' ')
              .append(Files.getLastModifiedTime(file).toMillis())
              .append('\n');
        } catch (IOException e) {
          out.append(file).append(" gone\n");
        }
      });
      return out.toString();
    } catch (IOException | UncheckedIOException e) {
      return "unreadable: " + e;
    }
  }
}
