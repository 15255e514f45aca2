package dev.skep.controller.install;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.manifests.install.InstallFile;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedNetwork;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts Skep's stack file on a Swarm. To do so once more writes nothing. */
public final class Installation {
  private final DockerSwarm swarm;
  private final InstallFile file;
  private final DesiredStack stack;

  /** @param stack what the file says */
  public Installation(DockerSwarm swarm, InstallFile file, DesiredStack stack) {
    this.swarm = swarm;
    this.file = file;
    this.stack = stack;
  }

  /**
   * How it went.
   *
   * @param missing without which nothing was written, each with what makes it
   * @param warnings what may not be as meant
   * @param done what was written, a line for each object
   */
  public record Outcome(List<String> missing, List<String> warnings, List<String> done) {
    public Outcome {
      missing = List.copyOf(missing);
      warnings = List.copyOf(warnings);
      done = List.copyOf(done);
    }
  }

  public Either<SwarmFault, Outcome> apply() {
    return look().flatMap(look -> {
      var missing = Needs.missing(file, stack, look);
      var warnings = look.warnings(stack);
      return missing.isEmpty()
          ? write(look).map(done -> new Outcome(missing, warnings, done))
          : Either.right(new Outcome(missing, warnings, List.of()));
    });
  }

  private Either<SwarmFault, Look> look() {
    var image = stack.services().values().stream()
        .map(s -> ServiceSpecs.image(s.spec()))
        .findFirst()
        .orElse("");
    return payloads()
        .flatMap(payloads -> networks()
            .flatMap(networks -> swarm
                .inspection()
                .nodes()
                .flatMap(nodes ->
                    ImageSight.of(swarm, image).map(i -> new Look(nodes, networks, payloads, i)))));
  }

  private Either<SwarmFault, Map<String, String>> payloads() {
    var ids = new HashMap<String, String>();
    for (var kind : Kind.values()) {
      var found = swarm.payloadsNamed(kind, Needs.names(stack, kind));
      if (found.isLeft()) return Either.left(found.getLeft());
      for (ObservedPayload p : found.get()) ids.put(Needs.key(kind, p.name()), p.id());
    }
    return Either.right(ids);
  }

  private Either<SwarmFault, Map<String, String>> networks() {
    return swarm.networks().map(all -> {
      var ids = new HashMap<String, String>();
      for (ObservedNetwork n : all) if (n.scope().equals("swarm")) ids.put(n.name(), n.id());
      return ids;
    });
  }

  private Either<SwarmFault, List<String>> write(Look look) {
    var done = new ArrayList<String>();
    for (var network : stack.networks().values()) {
      if (look.networks().containsKey(network.name())) continue;
      var made = swarm.createNetwork(network.spec());
      if (made.isLeft()) return Either.left(made.getLeft());
      done.add("network " + network.name() + " created");
    }
    return swarm.services(Map.of(Labels.NAMESPACE, stack.name())).flatMap(there -> {
      for (var service : stack.services().values()) {
        var now =
            there.stream().filter(s -> s.name().equals(service.fullName())).findFirst();
        var written = write(service, now, look);
        if (written.isLeft()) return Either.left(written.getLeft());
        done.add("service " + service.fullName() + " " + written.get());
      }
      return Either.right(done);
    });
  }

  private Either<SwarmFault, String> write(
      DesiredService service, Optional<ObservedService> found, Look look) {
    var resolved = ServiceSpecs.resolved(service.spec(), look);
    var image = look.image().locked();
    if (found.isEmpty())
      return swarm.createService(ServiceSpecs.pinned(resolved, image)).map(id -> "created");
    var now = found.get();
    var owner = now.label(Labels.OWNER);
    if (owner.isPresent()) {
      return Either.left(new SwarmFault.Rejected("service " + now.name() + " is kept by owner "
          + owner.get() + "; change it in the source of that one"));
    }
    var spec = ServiceSpecs.over(now, resolved, image);
    return ServiceSpecs.same(now, spec)
        ? Either.right("unchanged")
        : swarm.updateService(now.id(), now.version(), spec).map(done -> "updated");
  }
}
