package dev.skep.controller.source;

import dev.skep.manifests.Problem;
import dev.skep.manifests.Problem.Severity;
import dev.skep.manifests.Settings;
import dev.skep.model.OwnerId;
import java.util.Optional;

/**
 * Whose the stacks of a source are.
 *
 * @param given what the command line says
 * @param declared what the source's {@code skep.yml} says
 */
public record Ownership(Optional<String> given, Optional<Settings.Owner> declared) {

  public String owner() {
    return given.or(() -> declared.map(Settings.Owner::id)).orElse(OwnerId.DEFAULT);
  }

  /** Both say something, and not the same: then nothing of the source may be applied. */
  public Optional<Problem> clash() {
    return declared
        .filter(d -> !d.id().equals(owner()))
        .map(d -> new Problem(
            Severity.ERROR,
            d.place(),
            "owner: " + d.id() + " here, but --owner says " + owner()
                + "; change one of them, or leave --owner out; until then nothing of this folder is"
                + " applied"));
  }
}
