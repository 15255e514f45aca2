package dev.skep.manifests;

import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The account that a Windows container runs under: a file, a registry value or a config. */
final class Credentials {
  private static final String SPEC = Container.CONTAINER + "Privileges.CredentialSpec.";

  private Credentials() {}

  /**
   * Writes the spec. It carries the config's full name where the engine wants an id.
   *
   * @return a reference to the config, without which the node of a task would not have it
   */
  static Optional<Tree.Obj> write(
      Fields service, Payloads configs, Draft draft, Problems problems) {
    var section = service.section("credential_spec");
    if (section.isEmpty()) return Optional.empty();
    var spec = section.get();
    var given = new ArrayList<String>();
    for (var key : List.of("config", "file", "registry")) {
      if (spec.text(key).filter(v -> !v.isEmpty()).isPresent()) given.add(key);
    }
    if (given.size() > 1) {
      problems.error(
          spec.place(given.getLast()),
          spec.path() + ": has " + String.join(" and ", given) + "; keep one of them");
    }
    spec.text("file").ifPresent(v -> draft.set(SPEC + "File", v));
    spec.text("registry").ifPresent(v -> draft.set(SPEC + "Registry", v));
    var config = spec.text("config")
        .filter(key -> !key.isEmpty())
        .flatMap(key -> configs.find(key, spec.place("config"), spec.path("config")));
    spec.finish();
    config.ifPresent(c -> draft.set(SPEC + "Config", c.name()));
    return config.map(c ->
        new Draft().set("ConfigName", c.name()).keep("Runtime", Tree.Obj.EMPTY).tree());
  }
}
