package dev.skep.controller.render;

import dev.skep.controller.status.Fields;
import dev.skep.model.DesiredNetwork;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.RunPart;
import dev.skep.model.Tree;
import dev.skep.reconciler.Masker;
import dev.skep.reconciler.RunInputs;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stack as {@code skep render} prints it: by name, whatever the order in its files. Configs
 * are named by the hash of their content; of a secret nothing is told, and what it holds is hidden
 * elsewhere too.
 */
public final class RenderedDocument {
  private final DesiredStack stack;
  private final Trees trees;

  private RenderedDocument(DesiredStack stack) {
    this.stack = stack;
    this.trees = new Trees(Masker.of(stack.payloads()));
  }

  /** The document, to be written as YAML or JSON. */
  public static Map<String, Object> of(DesiredStack stack) {
    return new RenderedDocument(stack).document();
  }

  private Map<String, Object> document() {
    var services = new TreeMap<>(stack.services()).values();
    return new Fields()
        .put("apiVersion", "skep.dev/v1")
        .put("kind", "RenderedStack")
        .put(
            "metadata",
            new Fields()
                .put("name", stack.name())
                .put("revision", stack.revision())
                .map())
        .put("policy", PolicyFields.of(stack.policy()))
        .put("networks", networks())
        .put("configs", payloads(Kind.CONFIG))
        .put("secrets", payloads(Kind.SECRET))
        .put(
            "services",
            services.stream().filter(s -> s.job().isEmpty()).map(this::service).toList())
        .put(
            "jobs",
            services.stream().filter(s -> s.job().isPresent()).map(this::job).toList())
        .map();
  }

  private List<Map<String, Object>> networks() {
    return new TreeMap<>(stack.networks()).values().stream().map(this::network).toList();
  }

  private Map<String, Object> network(DesiredNetwork network) {
    var out = new Fields().put("key", network.key()).put("name", network.name());
    if (network.external()) out.put("external", true);
    return out.put("spec", trees.fields(network.spec())).map();
  }

  private List<Map<String, Object>> payloads(Kind kind) {
    return stack.payloads().stream()
        .filter(p -> p.kind() == kind)
        .sorted(Comparator.comparing(DesiredPayload::key))
        .map(p -> {
          var out = new Fields().put("key", p.key()).put("name", p.name());
          if (p.external()) out.put("external", true);
          // From the hash of a short secret one can find the secret.
          else if (kind == Kind.CONFIG) out.put("hash", p.hash());
          return out.map();
        })
        .toList();
  }

  private Map<String, Object> service(DesiredService service) {
    return named(service).put("spec", trees.fields(service.spec())).map();
  }

  private Map<String, Object> job(DesiredService job) {
    var inputs = RunInputs.of(stack, job);
    return named(job)
        .put("policy", PolicyFields.of(job.job().orElseThrow()))
        .put("runKey", inputs.key())
        .put("runsAgainWith", inputs(inputs.parts()))
        .put("spec", trees.fields(job.spec()))
        .map();
  }

  private static Fields named(DesiredService service) {
    var waits = new Fields();
    new TreeMap<>(service.dependsOn()).forEach((name, on) -> waits.put(name, on.text()));
    return new Fields().put("name", service.name()).put("dependsOn", waits.map());
  }

  private static Tree withoutHashes(Tree references) {
    if (!(references instanceof Tree.Arr all)) return references;
    return new Tree.Arr(all.items().stream()
        .map(r -> r instanceof Tree.Obj reference ? reference.without("Content") : r)
        .toList());
  }

  private Map<String, Object> inputs(Map<RunPart, Tree> parts) {
    var out = new LinkedHashMap<String, Object>();
    parts.forEach((part, value) ->
        out.put(part.text(), trees.value(part == RunPart.SECRETS ? withoutHashes(value) : value)));
    return out;
  }
}
