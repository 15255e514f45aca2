package dev.skep.e2e;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A stack of a test: its files, Skep upon it, what of it is on the engine, and its removal. */
final class TestStack implements AutoCloseable {
  private final Engine engine;
  private final String host;
  private final String name;
  private final String owner;
  private final Path folder;
  private final List<SkepProcess> processes = new ArrayList<>();

  private TestStack(SwarmLab lab, String name, String owner, Path folder) {
    this.engine = new Engine(lab);
    this.host = lab.host(0);
    this.name = name;
    this.owner = owner;
    this.folder = folder;
  }

  /** With an owner of its own, hence with a lease and records of its own. */
  static TestStack of(SwarmLab lab, String name, Path folder) {
    return new TestStack(lab, name, name, folder);
  }

  /** Shares lease and owner with other stacks. */
  TestStack named(String other) {
    return named(other, folder);
  }

  /** With files of its own. */
  TestStack named(String other, Path itsFolder) {
    return new TestStack(engine.lab(), other, owner, itsFolder);
  }

  String name() {
    return name;
  }

  Engine engine() {
    return engine;
  }

  String host() {
    return host;
  }

  String service(String key) {
    return name + "_" + key;
  }

  /** Writes a file beside the others of this stack. */
  Path write(String file, String text) {
    try {
      return Files.writeString(Files.createDirectories(folder).resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The stack of {@code witnessed.yaml}; an edited run is a new run key. */
  Path writeWitnessed(String run, String secondsOfWork) {
    write("witness.py", resource("witness.py"));
    return write(
        "compose.yaml",
        resource("witnessed.yaml")
            .replace("${RUN}", run)
            .replace("${SECONDS_OF_WORK}", secondsOfWork));
  }

  SkepProcess apply(Path file, String... more) {
    return applyAt(host, file, more);
  }

  /** Through a proxy, say. */
  SkepProcess applyAt(String dockerHost, Path file, String... more) {
    var arguments = Stream.concat(
        Stream.of("apply", "-f", file.toString(), "--stack", name, "--timeout", "2m"),
        Stream.of(more));
    return skep(dockerHost, arguments.toArray(String[]::new));
  }

  /** Any command, as this stack's owner. */
  SkepProcess skep(String dockerHost, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--owner", owner));
    var process = SkepProcess.start(dockerHost, all);
    processes.add(process);
    return process;
  }

  /** Attempt services, by name. */
  List<String> attempts() {
    return engine.services("dev.skep.stack=" + name);
  }

  /** Of all containers that were made for attempts of a job, one line each. */
  List<String> attemptContainers(String job) {
    return engine
        .lines("docker ps --all --format '{{.Label \"com.docker.swarm.service.name\"}}'")
        .stream()
        .filter(service -> service.startsWith(name + "_" + job + "-"))
        .toList();
  }

  /** Ids of this stack's records of a kind. */
  List<String> records(String kind) {
    return engine.configs(
        "dev.skep.owner=" + owner, "dev.skep.kind=" + kind, "dev.skep.stack=" + name);
  }

  String leaseId() {
    return engine.configs("dev.skep.owner=" + owner, "dev.skep.kind=lease").getFirst();
  }

  /** Ends every Skep that was started for it. */
  void stop() {
    processes.forEach(SkepProcess::close);
    processes.clear();
  }

  /** Removes all that Skep and the engine made for it. */
  @Override
  public void close() {
    closeWith(List.of());
  }

  /** Removes the stacks that share this one's owner too; at once, because that takes seconds. */
  void closeWith(List<TestStack> others) {
    stop();
    var names = Stream.concat(Stream.of(name), others.stream().map(TestStack::name))
        .collect(Collectors.joining(" "));
    engine.lines(resource("remove-stack.sh").replace("${STACKS}", names));
    if (owner.equals(name)) {
      engine.lines("docker config ls -q --filter label=dev.skep.owner=" + owner
          + " | xargs -r docker config rm");
    }
  }

  static String resource(String file) {
    try (var in = TestStack.class.getResourceAsStream("/e2e/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
