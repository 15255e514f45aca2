package dev.skep.manifests;

import dev.skep.model.Tree;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compose's {@code restart}. The Docker CLI says that it ignores the word, and then uses it when
 * {@code deploy.restart_policy} is absent; "no" becomes no policy, which Swarm reads as "any".
 */
record RestartWord(Kind kind, OptionalLong attempts) {
  enum Kind {
    ABSENT,
    NO,
    ALWAYS,
    ON_FAILURE
  }

  static RestartWord of(Fields service, Problems problems) {
    var word = service.text("restart").orElse("");
    if (word.isEmpty()) return new RestartWord(Kind.ABSENT, OptionalLong.empty());
    var parts = word.split(":", 2);
    boolean counted = parts.length == 2;
    if (!counted || parts[0].equals("on-failure") && parts[1].matches("[0-9]{1,9}")) {
      var attempts = counted ? OptionalLong.of(Long.parseLong(parts[1])) : OptionalLong.empty();
      switch (parts[0]) {
        case "no", "false":
          return new RestartWord(Kind.NO, attempts);
        case "always", "unless-stopped":
          return new RestartWord(Kind.ALWAYS, attempts);
        case "on-failure":
          return new RestartWord(Kind.ON_FAILURE, attempts);
        default:
      }
    }
    problems.error(
        service.place("restart"),
        service.path("restart") + ": expected no, always, on-failure, on-failure:N or"
            + " unless-stopped, found " + Problems.quote(word));
    return new RestartWord(Kind.ABSENT, OptionalLong.empty());
  }

  Optional<Tree> spec() {
    return switch (kind) {
      case ABSENT, NO -> Optional.empty();
      case ALWAYS -> Optional.of(new Draft().set("Condition", "any").tree());
      case ON_FAILURE ->
        Optional.of(new Draft()
            .set("Condition", "on-failure")
            .keep("MaxAttempts", Tree.of(attempts.orElse(0)))
            .tree());
    };
  }
}
