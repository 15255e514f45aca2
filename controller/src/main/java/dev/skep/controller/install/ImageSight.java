package dev.skep.controller.install;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.model.LockedImage;
import dev.skep.model.RegistryHost;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the image that shall run.
 *
 * @param here the engine that was asked has it
 * @param registry what its registry said; empty when none was asked
 */
record ImageSight(String name, boolean here, Optional<Either<SwarmFault, LockedImage>> registry) {

  /**
   * A name without a registry of which the engine has an image was loaded from a file, and what
   * Docker's own registry has under it may be somebody else's.
   */
  static Either<SwarmFault, ImageSight> of(DockerSwarm swarm, String name) {
    boolean pinned = name.contains("@");
    return swarm.inspection().hasImage(name).map(here -> {
      if (pinned || here && RegistryHost.of(name).isEmpty())
        return new ImageSight(name, here, Optional.empty());
      var said = swarm.images(Set.of(name)).get(name);
      return new ImageSight(name, here, Optional.ofNullable(said));
    });
  }

  Optional<LockedImage> locked() {
    return registry.flatMap(said -> said.toJavaOptional());
  }

  /** Why nodes may not get it, if so. */
  Optional<String> trouble() {
    if (here || name.contains("@") || locked().isPresent()) return Optional.empty();
    var why = registry.map(said -> said.getLeft().message()).orElse("no registry was asked");
    return Optional.of(
        "image " + name + " is not on this engine (" + why
            + "); load it on each manager, docker load -i skep-image.tar, or give --image of a registry");
  }
}
