package dev.skep.reconciler;

import dev.skep.model.DependsOn;
import dev.skep.model.DesiredNetwork;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.Backoff;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The story that most tests tell: a database, a migration, and the application that needs it. */
final class ShopStack {
  static final JobPolicy POLICY = JobPolicy.DEFAULT
      .retrying(
          true, OptionalInt.empty(), new Backoff(Duration.ofSeconds(3), 2, Duration.ofSeconds(20)))
      .with(new JobPolicy.Keep(Duration.ofSeconds(30), Duration.ofSeconds(60), 100));

  private ShopStack() {}

  /** As the manifest gives it when migration and application have this image. */
  static DesiredStack of(String image) {
    return of(image, POLICY);
  }

  static DesiredStack of(String image, JobPolicy policy) {
    return of(image, policy, Width.ONE);
  }

  /** The migration runs on several tasks. */
  static DesiredStack of(String image, JobPolicy policy, Width width) {
    var services = new LinkedHashMap<String, DesiredService>();
    services.put(
        "db", new DesiredService("db", spec("db", "postgres:15", 1), Map.of(), Optional.empty()));
    services.put(
        "migrate",
        new DesiredService(
            "migrate",
            wide(spec("migrate", image, 1), width),
            Map.of("db", DependsOn.SERVICE_HEALTHY),
            Optional.of(policy)));
    services.put(
        "app",
        new DesiredService(
            "app",
            spec("app", image, 2),
            Map.of("migrate", DependsOn.SERVICE_COMPLETED_SUCCESSFULLY),
            Optional.empty()));
    var labels = Tree.strings(Map.of(Labels.NAMESPACE, "shop"));
    var network = new Tree.Obj(
        Map.of("Name", Tree.of("shop_default"), "Driver", Tree.of("overlay"), "Labels", labels));
    return new DesiredStack(
        "shop",
        image,
        services,
        Map.of("default", new DesiredNetwork("default", "shop_default", false, network)),
        List.of());
  }

  private static Tree.Obj wide(Tree.Obj spec, Width width) {
    return width.equals(Width.EVERY_NODE)
        ? spec.with("Mode", Tree.Obj.EMPTY.with("Global", Tree.Obj.EMPTY))
        : spec.with(List.of("Mode", "Replicated", "Replicas"), Tree.of(width.tasks()));
  }

  /** The same with a field of a service's spec set, as another revision. */
  static DesiredStack setting(DesiredStack stack, String service, List<String> path, Tree value) {
    var services = new LinkedHashMap<>(stack.services());
    services.computeIfPresent(
        service,
        (name, s) -> new DesiredService(name, s.spec().with(path, value), s.dependsOn(), s.job()));
    return new DesiredStack(
        stack.name(),
        stack.revision() + "+" + path.getLast(),
        services,
        stack.networks(),
        stack.payloads(),
        stack.policy());
  }

  static DesiredPayload secret(String content) {
    return payload(DesiredPayload.Kind.SECRET, "password", content);
  }

  static DesiredPayload payload(DesiredPayload.Kind kind, String key, String content) {
    return new DesiredPayload(
        kind,
        key,
        "shop_" + key,
        false,
        Map.of(Labels.NAMESPACE, "shop"),
        Tree.Obj.EMPTY,
        content.getBytes(StandardCharsets.UTF_8));
  }

  static Tree.Obj spec(String name, String image, int replicas) {
    var attachment = new Tree.Obj(
        Map.of("Target", Tree.of("shop_default"), "Aliases", Tree.strings(List.of(name))));
    return new Tree.Obj(Map.of("Name", Tree.of("shop_" + name)))
        .with("Labels", Tree.strings(Map.of(Labels.NAMESPACE, "shop", Labels.IMAGE, image)))
        .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of(image))
        .with(List.of("TaskTemplate", "Networks"), new Tree.Arr(List.of(attachment)))
        .with(List.of("Mode", "Replicated", "Replicas"), Tree.of(replicas));
  }
}
