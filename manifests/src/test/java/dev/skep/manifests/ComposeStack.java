package dev.skep.manifests;

import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredStack;
import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A tiny file about one key: the key, and what must stand beside it. */
final class ComposeStack {
  /** What must stand beside keys that match, as {@code path=value}. */
  private record Beside(Pattern keys, List<String> lines) {
    Beside(String keys, String... lines) {
      this(Pattern.compile(keys), List.of(lines));
    }
  }

  private static final List<Beside> BESIDE = List.of(
      new Beside(".*", "services.NAME.image=app:1"),
      new Beside(".*\\bdepends_on\\b.*", "services.OTHER.image=app:1"),
      new Beside("include\\[]\\..*", "include[].path=other.yaml"),
      new Beside(".*\\bextends\\b.*", "services.OTHER.image=app:1"),
      new Beside(".*\\.extends\\.file", "services.NAME.extends.service=OTHER"),
      new Beside(".*\\.ports\\[]\\..*", "services.NAME.ports[].target=80"),
      new Beside(".*\\.env_file\\[].*", "services.NAME.env_file[].path=app.env"),
      new Beside(".*\\.ulimits\\.NAME\\.soft", "services.NAME.ulimits.NAME.hard=2048"),
      new Beside(".*\\.ulimits\\.NAME\\.hard", "services.NAME.ulimits.NAME.soft=1"),
      new Beside(".*\\.volumes\\[]\\..*", "services.NAME.volumes[].target=/x"),
      new Beside(".*\\.volumes\\[]\\.(source|volume).*", "volumes.NAME={}"),
      new Beside(".*\\.volumes\\[]\\.volume.*", "services.NAME.volumes[].source=NAME"),
      new Beside(
          ".*\\.volumes\\[]\\.bind.*",
          "services.NAME.volumes[].type=bind",
          "services.NAME.volumes[].source=/x"),
      new Beside(".*\\.volumes\\[]\\.tmpfs.*", "services.NAME.volumes[].type=tmpfs"),
      new Beside("services\\.NAME\\.networks.*", "networks.NAME={}"),
      new Beside("services\\.NAME\\.configs.*", "configs.NAME.content=text"),
      new Beside("services\\.NAME\\.credential_spec.*", "configs.NAME.content=text"),
      new Beside("services\\.NAME\\.secrets.*", "secrets.NAME.content=text"),
      new Beside("services\\.NAME\\.configs\\[].*", "services.NAME.configs[].source=NAME"),
      new Beside("services\\.NAME\\.secrets\\[].*", "services.NAME.secrets[].source=NAME"),
      new Beside("networks\\.NAME.*", "services.NAME.networks=[NAME]"),
      new Beside("volumes\\.NAME.*", "services.NAME.volumes=[\"NAME:/x\"]"),
      new Beside("configs\\.NAME\\.(name|labels|template_driver)", "configs.NAME.content=text"),
      new Beside("secrets\\.NAME\\.(name|labels|template_driver)", "secrets.NAME.content=text"),
      new Beside("secrets\\.NAME\\.driver_opts", "secrets.NAME.driver=vault"));

  private final Map<String, Object> tree = new LinkedHashMap<>();

  private ComposeStack() {}

  /** What must stand beside a key. */
  static ComposeStack beside(String path) {
    var stack = new ComposeStack();
    BESIDE.stream()
        .filter(b -> b.keys().matcher(path).matches())
        .flatMap(b -> b.lines().stream())
        .map(line -> line.split("=", 2))
        .forEach(line -> stack.with(line[0], line[1]));
    return stack;
  }

  /** The key of a row, and what must stand beside it. */
  static ComposeStack of(ComposeDoc.Row row) {
    return beside(row.path()).with(row.path(), row.value());
  }

  /** With one more key, in place of one that is there. */
  ComposeStack with(String path, String value) {
    mapping(path).put(last(path), value);
    return this;
  }

  /** Without one key; the mapping that it stood in stays. */
  ComposeStack without(String path) {
    mapping(path).remove(last(path));
    return this;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> mapping(String path) {
    var here = tree;
    for (var step : path.substring(0, path.length() - last(path).length()).split("\\.")) {
      if (step.isEmpty()) continue;
      if (!(here.get(step) instanceof Map)) here.put(step, new LinkedHashMap<String, Object>());
      here = (Map<String, Object>) here.get(step);
    }
    return here;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** As YAML. */
  String text() {
    return flow(tree);
  }

  private static String flow(Map<?, ?> mapping) {
    return mapping.entrySet().stream()
        .map(e -> {
          var key = e.getKey().toString();
          var value =
              e.getValue() instanceof Map<?, ?> m ? flow(m) : e.getValue().toString();
          return key.endsWith("[]")
              ? key.substring(0, key.length() - 2) + ": [" + value + "]"
              : key + ": " + value;
        })
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** The field of a path such as {@code Network.Driver} or {@code EndpointSpec.Ports[].Protocol}. */
  static Optional<Tree> sent(DesiredStack stack, String path) {
    var kind = path.substring(0, Math.max(0, path.indexOf('.')));
    var rest = path.substring(kind.isEmpty() ? 0 : kind.length() + 1);
    return switch (kind) {
      case "Network" -> at(stack.networks().get("NAME").spec(), rest);
      case "Config", "Secret" -> at(body(stack.payloads().getFirst()), rest);
      case "ContainerSpec" -> at(service(stack), "TaskTemplate." + path);
      default -> at(service(stack), path);
    };
  }

  private static Tree.Obj service(DesiredStack stack) {
    return stack.services().get("NAME").spec();
  }

  private static Tree.Obj body(DesiredPayload payload) {
    return payload
        .extra()
        .with("Name", Tree.of(payload.name()))
        .with("Labels", Tree.strings(payload.labels()))
        .with("Data", Tree.of(new String(payload.content(), StandardCharsets.UTF_8)));
  }

  private static Optional<Tree> at(Tree tree, String path) {
    Optional<Tree> here = Optional.of(tree);
    for (var step : path.split("\\.")) {
      var name = step.replace("[]", "");
      here = here.flatMap(t -> t instanceof Tree.Obj o ? o.at(name) : Optional.empty());
      if (step.endsWith("[]")) {
        here = here.flatMap(
            t -> t instanceof Tree.Arr a ? a.items().stream().findFirst() : Optional.empty());
      }
    }
    return here;
  }
}
