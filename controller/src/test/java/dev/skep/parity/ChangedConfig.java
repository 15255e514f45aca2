package dev.skep.parity;

import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A copy of a stack file and what lies beside it, to change there what a config is made of. */
record ChangedConfig(StackFile file) {
  static ChangedConfig in(Path folder, StackFile file) throws IOException {
    var from = file.folder();
    var there = Files.createTempDirectory(folder, "changed-");
    try (var all = Files.walk(from)) {
      for (var path : all.filter(p -> !p.equals(from)).sorted().toList()) {
        Files.copy(path, there.resolve(from.relativize(path).toString()));
      }
    }
    var copies =
        file.paths().stream().map(path -> there.resolve(path.getFileName())).toList();
    return new ChangedConfig(new StackFile(file.title(), copies, file.variables()));
  }

  /** Whether there is one. */
  static boolean possible(StackFile file) {
    return config(file).isPresent();
  }

  /** Writes something else; returns the names of all that is made of it. */
  Set<String> change() {
    var before = payloads(file).stream()
        .collect(Collectors.toMap(DesiredPayload::name, DesiredPayload::hash));
    write(config(file).orElseThrow().content());
    return payloads(file).stream()
        .filter(p -> !p.hash().equals(before.get(p.name())))
        .map(DesiredPayload::name)
        .collect(Collectors.toSet());
  }

  private void write(byte[] old) {
    try (var all = Files.walk(file.folder())) {
      var made = all.filter(Files::isRegularFile).filter(p -> holds(p, old)).findFirst();
      Files.writeString(made.orElseThrow(), "\n# changed\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(Path path, byte[] content) {
    try {
      return Arrays.equals(Files.readAllBytes(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<DesiredPayload> config(StackFile file) {
    return payloads(file).stream().filter(p -> p.kind() == Kind.CONFIG).findFirst();
  }

  private static Collection<DesiredPayload> payloads(StackFile file) {
    return file.read()
        .map(s -> s.payloads().stream().filter(p -> !p.external()).toList())
        .orElse(List.of());
  }
}
