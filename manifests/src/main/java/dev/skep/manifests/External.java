package dev.skep.manifests;

import java.util.Optional;

/** Whose a top-level object is, and its full name. */
record External(String name, boolean external) {

  /** Reads {@code external: true}, the older {@code external: {name: x}}, and {@code name}. */
  static External of(Fields fields, String key, Scope scope) {
    var name = fields.text("name").filter(n -> !n.isEmpty());
    var value = fields.value("external");
    if (value.isPresent() && value.get() instanceof Yaml.Mapping) {
      var older = fields.section("external").orElseThrow();
      var olderName = older.text("name");
      older.finish();
      if (name.isPresent() && olderName.isPresent()) {
        scope
            .problems()
            .error(
                fields.place("external"),
                fields.path("external") + ".name and " + fields.path("name")
                    + " are both given; keep the second, and write external: true");
      }
      return new External(name.or(() -> olderName).orElse(key), true);
    }
    boolean external = fields.flag("external").orElse(false);
    return new External(name.orElse(external ? key : scope.full(key)), external);
  }

  /** What says nothing of an object that is somebody else's, and is often left beside it. */
  static void idleBeside(Fields fields, String... keys) {
    for (var key : keys) fields.ignored(key, "what is external stays as it is; delete it");
  }

  /** What is somebody else's is not described here. */
  void refuseBeside(Fields fields, Problems problems, String... keys) {
    for (var key : keys) {
      Optional<Yaml> value = fields.value(key);
      if (value.isEmpty()
          || value.get() instanceof Yaml.Mapping m && m.entries().isEmpty()) continue;
      problems.error(
          fields.place(key),
          fields.path(key) + ": cannot stand beside external; delete one of the two");
    }
  }
}
