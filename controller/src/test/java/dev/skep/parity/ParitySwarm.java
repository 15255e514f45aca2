package dev.skep.parity;

import dev.skep.controller.cli.CommandRun;
import dev.skep.controller.cli.SkepProgram;
import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.docker.EngineAddress;
import dev.skep.lab.SwarmLab;
import dev.skep.proxy.Fault;
import dev.skep.proxy.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Swarm on which both tools deploy, one after the other. Its only node is drained meanwhile, so
 * that no task is ever given to it: files go through as they are, and neither their images nor
 * their mounts have to be there. (Images that are missing would do as well, but each task would be
 * rejected and made anew every five seconds.) Skep, which waits for what it starts, is told that
 * tasks run.
 */
final class ParitySwarm implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SwarmLab lab;
  private final Path folder;
  private final EngineApi engine;
  private final FaultProxy proxy;
  private final Clearing clearing;
  private final Externals externals;

  ParitySwarm(SwarmLab lab, Path folder) {
    this.lab = lab;
    this.folder = folder;
    engine = new EngineApi(lab.host(0));
    proxy = FaultProxy.before(lab.host(0), folder.resolve("proxy"));
    proxy.always(
        r -> r.path().startsWith("/services/") && r.path().contains("/logs"),
        new Fault.Answer(200, ""));
    proxy.always(
        r -> r.path().startsWith("/tasks"), new Fault.Rewrite(new StartedTasks(engine)::of));
    // Without a node for the new tasks an update never ends.
    proxy.always(r -> r.path().startsWith("/services?"), new Fault.Rewrite(StartedTasks::updates));
    clearing = new Clearing(engine);
    externals = new Externals(engine);
    availability("drain");
  }

  private void availability(String word) {
    lab.exec(0, "docker", "node", "update", "--availability", word, "node-0");
  }

  /** Makes what the file takes for granted as the CLI comes upon it. */
  Program.Ended deploy(StackFile file) {
    var ended = deployOnce(file);
    while (!ended.well() && externals.makeMissing(ended.err())) ended = deployOnce(file);
    return ended;
  }

  private Program.Ended deployOnce(StackFile file) {
    var command = new ArrayList<>(List.of("docker", "stack", "deploy", "--detach"));
    command.addAll(List.of("--resolve-image", "never"));
    file.paths().forEach(path -> command.addAll(List.of("-c", path.toString())));
    command.add(StackFile.STACK);
    return run(file, Map.of("DOCKER_HOST", lab.host(0)), command);
  }

  Program.Ended apply(StackFile file) {
    var environment =
        Map.of("DOCKER_HOST", proxy.host(), "JAVA_HOME", System.getProperty("java.home"));
    var command = new ArrayList<>(List.of(SkepProgram.BINARY.toString(), "apply"));
    file.paths().forEach(path -> command.addAll(List.of("-f", path.toString())));
    command.addAll(List.of("--stack", StackFile.STACK, "--owner", StackFile.STACK));
    command.addAll(List.of("--resolve-image", "never", "--timeout", "20s"));
    return run(file, environment, command);
  }

  /** Tells Skep something; it is done by the next {@link #apply}. */
  void order(String... words) {
    var command = new ArrayList<>(List.of(words));
    command.addAll(List.of("--owner", StackFile.STACK, "--host", proxy.host()));
    var run = CommandRun.of(command);
    if (run.exit() != 0) throw new IllegalStateException(command + ": " + run.err());
  }

  /** The engine's own, to the spec before the last. */
  Program.Ended rollback(String service) {
    return new Program(Map.of("DOCKER_HOST", lab.host(0)))
        .run(folder, PATIENCE, List.of("docker", "service", "rollback", "--detach", service));
  }

  private Program.Ended run(StackFile file, Map<String, String> more, List<String> command) {
    var environment = new HashMap<>(file.variables());
    environment.putAll(more);
    environment.put("DOCKER_CONFIG", folder.toString());
    return new Program(environment).run(file.folder(), PATIENCE, command);
  }

  Holdings holdings(Set<String> jobs) {
    return Holdings.read(engine, jobs);
  }

  AtWork atWork() {
    return AtWork.settled(engine);
  }

  /** Services of the stack that are nobody's. */
  List<String> withoutOwner() {
    return engine.labelled("/services", Holdings.NAMESPACE).stream()
        .map(service -> service.path("Spec"))
        .filter(spec -> !spec.path("Labels").has("dev.skep.owner"))
        .map(spec -> spec.path("Name").asText())
        .toList();
  }

  void makeExternals(StackFile file) {
    file.read().ifPresent(externals::make);
  }

  void clear() {
    clearing.stack();
  }

  void clearAll() {
    clearing.stack();
    clearing.externals();
  }

  /** Which engine it is, and what Skep speaks with it. */
  String about() {
    var address = EngineAddress.of(Optional.of(lab.host(0)), Map.of()).get();
    try (var connected = DockerSwarm.at(address).get()) {
      var about = connected.about().get();
      return "engine " + about.engineVersion() + ", Skep speaks API " + about.apiVersion();
    }
  }

  @Override
  public void close() {
    clearAll();
    proxy.close();
    availability("active");
  }
}
