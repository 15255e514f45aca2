package dev.skep.controller.source;

import dev.skep.manifests.Problem;
import dev.skep.manifests.Problem.Severity;
import dev.skep.manifests.Settings;
import dev.skep.model.OwnerId;
import java.util.Optional;

/**
 * Whose the stacks of a source are.
 *
 * @param given what the command line says, or its environment
 * @param declared what the source's {@code skep.yml} says
 */
public record Ownership(Optional<Given> given, Optional<Settings.Owner> declared) {
  /** @param by what says it, for people: a flag, or a variable of the environment */
  public record Given(String id, String by) {}

  public String owner() {
    return given.map(Given::id).or(() -> declared.map(Settings.Owner::id)).orElse(OwnerId.DEFAULT);
  }

  /** Both say something, and not the same: then nothing of the source may be applied. */
  public Optional<Problem> clash() {
    return declared
        .filter(d -> !d.id().equals(owner()))
        .map(d -> new Problem(
            Severity.ERROR,
            d.place(),
            "owner: " + d.id() + " here, but " + by() + " says " + owner()
                + "; change one of them, or leave " + by() + " out; until then nothing of this"
                + " folder is applied"));
  }

  private String by() {
    return given.map(Given::by).orElse("nobody");
  }
}
