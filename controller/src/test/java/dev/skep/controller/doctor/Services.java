package dev.skep.controller.doctor;

import dev.skep.model.ObservedService;
import dev.skep.model.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Services as an engine tells of them. */
record Services(Tree.Obj spec, int running, int desired, Optional<String> update) {

  static Services named(String name, String image) {
    var spec = Tree.Obj.EMPTY
        .with("Name", Tree.of(name))
        .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of(image));
    return new Services(spec, 2, 2, Optional.empty());
  }

  /** Of the stack file, with these variables. */
  static Services controller(String image, String... env) {
    return named("skep_controller", image).with("Args", "controller").with("Env", env);
  }

  private Services with(String field, String... words) {
    var list = Tree.strings(List.of(words));
    return new Services(
        spec.with(List.of("TaskTemplate", "ContainerSpec", field), list), running, desired, update);
  }

  Services tasks(int now, int wanted) {
    return new Services(spec, now, wanted, update);
  }

  Services updated(String state) {
    return new Services(spec, running, desired, Optional.of(state));
  }

  ObservedService seen() {
    return new ObservedService(
        "id", 1, Instant.EPOCH, Instant.EPOCH, spec, update, Optional.empty(), running, desired);
  }
}
