package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredStack;
import dev.skep.model.JobPolicy;
import dev.skep.model.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes files into a folder and loads them; messages name the folder as "@". */
final class Loading {
  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private boolean strict;

  Loading(Path folder) {
    this.folder = folder;
  }

  Loading file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Loading file(String name, byte[] bytes) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.write(folder.resolve(name), bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Loading stack(String text) {
    var name = files.isEmpty() ? "stack.yml" : "stack" + files.size() + ".yml";
    files.add(folder.resolve(name));
    return file(name, text);
  }

  Loading variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  Loading strict() {
    strict = true;
    return this;
  }

  io.vavr.control.Validation<io.vavr.collection.Seq<Problem>, Rendered> load() {
    var request = new LoadRequest(files, Optional.of("shop"), variables, strict, folder);
    return new Manifests().load(request);
  }

  Rendered rendered() {
    var result = load();
    assertThat(result.isValid() ? List.of() : errors()).isEmpty();
    return result.get();
  }

  DesiredStack desired() {
    return rendered().stack();
  }

  /** The spec of a service, by its short name. */
  Tree.Obj spec(String service) {
    return desired().services().get(service).spec();
  }

  /** Of the job {@code app}. */
  JobPolicy policy() {
    return desired().services().get("app").job().orElseThrow();
  }

  /** Errors and warnings of a refused load. */
  List<String> errors() {
    return shown(load().getError().asJava());
  }

  List<String> warnings() {
    return shown(rendered().warnings());
  }

  private List<String> shown(List<Problem> problems) {
    return problems.stream()
        .map(p -> p.toString().replace(folder + "/", "").replace(folder.toString(), "@"))
        .toList();
  }

  /** A file with one service {@code app} of these lines. */
  static String service(String lines) {
    return "services:\n  app:\n    image: app:1\n" + lines.stripTrailing().indent(4);
  }

  /** A file with one job {@code app}, its policy's keys in one line: the fifth, from column 20. */
  static String job(String keys) {
    return service("deploy: {labels: {dev.skep.job: true}}\nx-skep: {job: {" + keys.strip() + "}}");
  }

  /** Processor time of this thread: a busy machine must not fail a test of ours. */
  static long cpuMillis() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
  }
}
