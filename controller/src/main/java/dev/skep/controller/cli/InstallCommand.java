package dev.skep.controller.cli;

import dev.skep.controller.install.Installation;
import dev.skep.controller.source.Ownership;
import dev.skep.manifests.LoadRequest;
import dev.skep.manifests.Manifests;
import dev.skep.manifests.Problem;
import dev.skep.manifests.Rendered;
import dev.skep.manifests.install.InstallFile;
import dev.skep.reconciler.SwarmFault;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the stack file that runs Skep, or puts it on a Swarm. */
@Command(
    name = "install",
    description = {
      "Print the stack file that runs Skep on the managers of a Swarm, for docker stack deploy -c -"
          + " skep; or put it there.",
      "Secrets that a flag names must be there first; its text says how to make them."
    },
    mixinStandardHelpOptions = true)
final class InstallCommand implements Callable<Integer> {
  @Mixin
  private InstallOptions install;

  @Option(
      names = "--apply",
      description = "Put it on the Swarm, as docker stack deploy does, instead of printing it.")
  private boolean apply;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      defaultValue = "skep",
      description = "Name of the stack, with --apply (default: skep).")
  private String stack;

  @Mixin
  private EngineOptions engine;

  @Mixin
  private ImageOptions images;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var file = install.file(engine.given().map(Ownership.Given::id));
    if (file.isLeft()) return refused(List.of(file.getLeft()));
    if (apply) return apply(file.get());
    out().print(file.get().text());
    out().flush();
    return Exit.DONE;
  }

  private int apply(InstallFile file) throws IOException {
    var loaded = load(file.text());
    if (loaded.isInvalid()) {
      return refused(loaded.getError().map(Object::toString).asJava());
    }
    var outcome = engine.connect().flatMap(connected -> {
      try (var swarm = connected.swarm()) {
        images.apply(swarm);
        return new Installation(swarm, file, loaded.get().stack()).apply();
      }
    });
    if (outcome.isLeft()) return failed(outcome.getLeft());
    outcome.get().warnings().forEach(w -> err().println("skep: warning: " + w));
    if (!outcome.get().missing().isEmpty()) return refused(outcome.get().missing());
    outcome.get().done().forEach(out()::println);
    err().println("whether it is well: skep doctor");
    return Exit.DONE;
  }

  /** The loader reads files. */
  private Validation<Seq<Problem>, Rendered> load(String text) throws IOException {
    var folder = Files.createTempDirectory("skep-install");
    var path = folder.resolve("skep-stack.yml");
    try {
      Files.writeString(path, text);
      return new Manifests()
          .load(new LoadRequest(List.of(path), Optional.of(stack), Map.of(), true, folder));
    } finally {
      Files.deleteIfExists(path);
      Files.delete(folder);
    }
  }

  private int refused(List<String> why) {
    why.forEach(line -> err().println("skep: " + line));
    return Exit.BAD_INPUT;
  }

  private int failed(SwarmFault fault) {
    err().println("skep: " + fault.message());
    return fault instanceof SwarmFault.Rejected || fault instanceof SwarmFault.NameTaken
        ? Exit.FAILED
        : Exit.ENGINE;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
