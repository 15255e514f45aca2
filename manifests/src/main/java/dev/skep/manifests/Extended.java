package dev.skep.manifests;

import java.util.Optional;

/**
 * What {@code extends} names.
 *
 * @param place of the service's name
 * @param file none for one of the same file
 */
record Extended(String service, Place place, Optional<Yaml> file) {
  /** Empty, with a problem, if it names no service. */
  static Optional<Extended> of(Yaml yaml, String path, Problems problems) {
    if (!(yaml instanceof Yaml.Mapping)) {
      return Values.text(yaml, path, problems)
          .map(name -> new Extended(name, yaml.place(), Optional.empty()));
    }
    var fields = Fields.of(yaml, path, problems);
    var service = fields.text("service");
    var file = fields.value("file");
    fields.finish();
    if (!fields.has("service")) {
      problems.error(yaml.place(), path + ": service is missing; write service: NAME");
    }
    return service.map(
        name -> new Extended(name, fields.value("service").orElseThrow().place(), file));
  }
}
