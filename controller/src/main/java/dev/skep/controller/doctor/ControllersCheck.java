package dev.skep.controller.doctor;

import dev.skep.model.Finding;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether services run Skep, as many as they shall, and in this version. */
final class ControllersCheck {
  private static final String CONTROLLERS = "controllers";
  private static final String OWNER = "SKEP_OWNER=";

  private ControllersCheck() {}

  /** @param version of this command; empty when it does not know */
  static List<Finding> of(List<ObservedService> all, String owner, Optional<String> version) {
    var services = all.stream().filter(s -> controller(s) && ours(s, owner)).toList();
    if (services.isEmpty()) {
      return List.of(Finding.warn(
          CONTROLLERS,
          "no service of this Swarm runs Skep as owner " + owner,
          "skep install --source URL --apply; nothing need be done where it runs outside of the"
              + " Swarm"));
    }
    var out = new ArrayList<Finding>();
    for (var service : services) out.add(one(service, version));
    return out;
  }

  /** As the stack file has it, or somebody's own. */
  static boolean controller(ObservedService service) {
    if (service.label(Labels.CONTROLLER).equals(Optional.of("true"))) return true;
    return Stream.concat(words(service, "Args"), words(service, "Command"))
            .anyMatch("controller"::equals)
        && Stream.concat(words(service, "Args"), words(service, "Env"))
            .anyMatch(w -> w.startsWith("SKEP_SOURCE=") || w.startsWith("--source"));
  }

  /** One that does not say whose it is may be told by its repository. */
  private static boolean ours(ObservedService service, String owner) {
    return words(service, "Env")
        .filter(w -> w.startsWith(OWNER) && w.length() > OWNER.length())
        .allMatch(w -> w.equals(OWNER + owner));
  }

  private static Finding one(ObservedService service, Optional<String> version) {
    var name = service.name();
    int runs = service.runningTasks();
    int shall = service.desiredTasks();
    var tasks = name + ": " + runs + " of " + shall + " run";
    if (runs == 0) {
      return Finding.fail(
          CONTROLLERS, tasks, "docker service ps --no-trunc " + name + " shows why");
    }
    if (service.rolledBack() || service.updateState().equals(Optional.of("paused"))) {
      return Finding.warn(
          CONTROLLERS,
          tasks + "; its update was taken back, or stopped",
          "docker service logs " + name + " shows why the new version did not start");
    }
    if (runs < shall) {
      return Finding.warn(
          CONTROLLERS,
          tasks,
          "docker service ps " + name + " shows why; each manager takes one: fewer managers, fewer"
              + " --replicas");
    }
    return version(service, tasks, version);
  }

  private static Finding version(ObservedService service, String tasks, Optional<String> version) {
    var tag = tag(image(service));
    if (tag.isEmpty() || version.isEmpty())
      return Finding.ok(CONTROLLERS, tasks + "; in which version is not known");
    if (tag.equals(version)) return Finding.ok(CONTROLLERS, tasks + " in this command's version");
    return Finding.ok(
        CONTROLLERS, tasks + ", image " + tag.get() + "; this command is " + version.get());
  }

  private static String image(ObservedService service) {
    return service
        .label(Labels.IMAGE)
        .or(() -> service.spec().text("TaskTemplate", "ContainerSpec", "Image"))
        .orElse("");
  }

  private static Optional<String> tag(String image) {
    var name = image.replaceFirst("@.*", "");
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/')
        ? Optional.of(name.substring(colon + 1))
        : Optional.empty();
  }

  private static Stream<String> words(ObservedService service, String field) {
    return service.spec().array("TaskTemplate", "ContainerSpec", field).stream()
        .filter(Tree.Str.class::isInstance)
        .map(word -> ((Tree.Str) word).value());
  }
}
