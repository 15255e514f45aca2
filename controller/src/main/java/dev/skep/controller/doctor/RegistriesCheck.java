package dev.skep.controller.doctor;

import dev.skep.model.Finding;
import dev.skep.model.Labels;
import dev.skep.model.LockedImage;
import dev.skep.model.ObservedService;
import dev.skep.model.RegistryHost;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether the registries of our images answer, with the logins of the Docker configuration. */
final class RegistriesCheck {
  private static final String REGISTRY = "registry";

  /** Of one registry: it limits how often it may be asked. */
  private static final int ASKED = 3;

  private RegistriesCheck() {}

  /** Some images of each registry, without digests: those may be gone and still run. */
  static Set<String> images(List<ObservedService> ours) {
    var byHost = new TreeMap<String, TreeSet<String>>();
    for (var service : ours) {
      var image = service
          .label(Labels.IMAGE)
          .or(() -> service.spec().text("TaskTemplate", "ContainerSpec", "Image"))
          .orElse("")
          .replaceFirst("@.*", "");
      if (image.isEmpty()) continue;
      byHost.computeIfAbsent(host(image), h -> new TreeSet<>()).add(image);
    }
    var out = new TreeSet<String>();
    byHost.values().forEach(of -> of.stream().limit(ASKED).forEach(out::add));
    return out;
  }

  private static String host(String image) {
    return RegistryHost.of(image).orElse("docker.io");
  }

  /**
   * @param asked images, and what their registries said; none of them where none are to be asked
   * @param logins that cannot be had, by the image that they are for
   */
  static List<Finding> of(
      Set<String> asked,
      Map<String, Either<SwarmFault, LockedImage>> said,
      Map<String, String> logins) {
    var out = new ArrayList<Finding>();
    logins.values().stream()
        .distinct()
        .sorted()
        .forEach(
            why -> out.add(
                Finding.fail(
                    REGISTRY,
                    why,
                    "mend the helper that the Docker configuration names, or take it out and docker login")));
    if (asked.isEmpty()) out.add(Finding.ok(REGISTRY, "no image of ours is of any"));
    else if (said.isEmpty()) out.add(Finding.ok(REGISTRY, "none is asked, as it was told"));
    var hosts = new TreeMap<String, List<Either<SwarmFault, LockedImage>>>();
    said.forEach((image, answer) ->
        hosts.computeIfAbsent(host(image), h -> new ArrayList<>()).add(answer));
    hosts.forEach((host, answers) -> out.add(one(host, answers)));
    return out;
  }

  private static Finding one(String host, List<Either<SwarmFault, LockedImage>> answers) {
    var fault = answers.stream().filter(Either::isLeft).map(Either::getLeft).findFirst();
    if (fault.isEmpty()) return Finding.ok(REGISTRY, host + " answers");
    var mend = "what runs goes on; mend it before an image changes or a node has to pull one";
    boolean some = answers.stream().anyMatch(Either::isRight);
    return some
        ? Finding.warn(REGISTRY, fault.get().message(), mend)
        : Finding.fail(REGISTRY, fault.get().message(), mend);
  }
}
