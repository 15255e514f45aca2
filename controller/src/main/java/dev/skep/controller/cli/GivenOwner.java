package dev.skep.controller.cli;

import dev.skep.controller.source.Ownership.Given;
import dev.skep.model.OwnerId;
import io.vavr.control.Either;
import java.util.Map;
import java.util.Optional;

/** Whose objects a command is to touch, as far as its caller says. */
final class GivenOwner {
  static final String FLAG = "--owner";
  static final String VARIABLE = "SKEP_OWNER";

  private GivenOwner() {}

  /**
   * The flag wins over the environment, where a variable without text says nothing, as with {@code
   * DOCKER_HOST}.
   *
   * @return on the left, why what is said can be no owner
   */
  static Either<String, Optional<Given>> of(
      Optional<String> flag, Map<String, String> environment) {
    var variable = Optional.ofNullable(environment.get(VARIABLE)).filter(v -> !v.isEmpty());
    var given =
        flag.map(id -> new Given(id, FLAG)).or(() -> variable.map(id -> new Given(id, VARIABLE)));
    return given
        .filter(g -> !OwnerId.fits(g.id()))
        .<Either<String, Optional<Given>>>map(
            g -> Either.left(g.by() + " '" + g.id() + "' cannot be used; " + OwnerId.RULE))
        .orElseGet(() -> Either.right(given));
  }
}
