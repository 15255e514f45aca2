package dev.skep.reconciler;

import dev.skep.model.DependsOn;
import dev.skep.model.DesiredNetwork;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.SpecPart;
import dev.skep.model.StackPolicy;
import dev.skep.model.StackPolicy.Ignore;
import dev.skep.model.Tree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A whole revision of a stack as the content of a config, so that it can be had again when its
 * source has moved on. Of configs and secrets only the hash of the content is in it; the objects
 * themselves are on the Swarm.
 */
final class RevisionCodec {
  /** More than the engine takes for the content of a config is not read back either. */
  private static final int LARGEST = 64 << 20;

  private RevisionCodec() {}

  static byte[] write(DesiredStack stack) {
    var tree = new Tree.Obj(Map.of(
        "name", Tree.of(stack.name()),
        "revision", Tree.of(stack.revision()),
        "origin", Tree.of(stack.origin()),
        "policy", policy(stack.policy()),
        "services", all(stack.services().values(), RevisionCodec::service),
        "networks", all(stack.networks().values(), RevisionCodec::network),
        "payloads", all(stack.payloads(), RevisionCodec::payload)));
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(tree.canonical().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes everything", e);
    }
    return out.toByteArray();
  }

  /** Throws {@link IllegalArgumentException} for what was not written so. */
  static DesiredStack read(byte[] content) {
    if (!(Tree.parse(text(content)) instanceof Tree.Obj tree)) {
      throw new IllegalArgumentException("not a revision");
    }
    var services = new LinkedHashMap<String, DesiredService>();
    objects(tree, "services").stream()
        .map(RevisionCodec::service)
        .forEach(s -> services.put(s.name(), s));
    var networks = new LinkedHashMap<String, DesiredNetwork>();
    objects(tree, "networks").stream()
        .map(RevisionCodec::network)
        .forEach(n -> networks.put(n.key(), n));
    return new DesiredStack(
        need(tree, "name"),
        need(tree, "revision"),
        services,
        networks,
        objects(tree, "payloads").stream().map(RevisionCodec::payload).toList(),
        policy(tree.object("policy")),
        need(tree, "origin"));
  }

  private static String text(byte[] content) {
    try (var zip = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return new String(zip.readNBytes(LARGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a revision: " + e.getMessage(), e);
    }
  }

  private static Tree.Obj service(DesiredService service) {
    var waits = service.dependsOn().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().text()));
    var out = new Tree.Obj(Map.of(
        "name", Tree.of(service.name()),
        "spec", service.spec(),
        "dependsOn", Tree.strings(waits)));
    return service
        .job()
        .map(policy -> out.with("job", Tree.of(PolicyCodec.write(policy))))
        .orElse(out);
  }

  private static DesiredService service(Tree.Obj tree) {
    var waits = new LinkedHashMap<String, DependsOn>();
    tree.strings("dependsOn").forEach((name, on) -> waits.put(name, DependsOn.of(on)));
    return new DesiredService(
        need(tree, "name"), tree.object("spec"), waits, tree.text("job").map(PolicyCodec::read));
  }

  private static Tree.Obj network(DesiredNetwork network) {
    return new Tree.Obj(Map.of(
        "key", Tree.of(network.key()),
        "name", Tree.of(network.name()),
        "external", Tree.of(network.external()),
        "spec", network.spec()));
  }

  private static DesiredNetwork network(Tree.Obj tree) {
    return new DesiredNetwork(
        need(tree, "key"), need(tree, "name"), is(tree, "external"), tree.object("spec"));
  }

  private static Tree.Obj payload(DesiredPayload payload) {
    return new Tree.Obj(Map.of(
        "kind", Tree.of(payload.kind().name()),
        "key", Tree.of(payload.key()),
        "name", Tree.of(payload.name()),
        "external", Tree.of(payload.external()),
        "labels", Tree.strings(payload.labels()),
        "extra", payload.extra(),
        "hash", Tree.of(payload.hash())));
  }

  private static DesiredPayload payload(Tree.Obj tree) {
    return new DesiredPayload(
        DesiredPayload.Kind.valueOf(need(tree, "kind")),
        need(tree, "key"),
        need(tree, "name"),
        is(tree, "external"),
        tree.strings("labels"),
        tree.object("extra"),
        new byte[0],
        Optional.of(need(tree, "hash")));
  }

  private static Tree.Obj policy(StackPolicy policy) {
    return new Tree.Obj(Map.of(
        "dependsOn", Tree.strings(policy.dependsOn().stream().sorted().toList()),
        "suspend", Tree.of(policy.suspend()),
        "prune", Tree.of(policy.prune()),
        "maxPrune", Tree.of(policy.maxPrune()),
        "selfHeal", Tree.of(policy.selfHeal()),
        "ignore", all(policy.ignore(), RevisionCodec::ignore),
        "progressDeadline", Tree.of(policy.progressDeadline().toMillis())));
  }

  private static StackPolicy policy(Tree.Obj tree) {
    var usual = StackPolicy.DEFAULT;
    var deadline =
        tree.number("progressDeadline").orElse(usual.progressDeadline().toMillis());
    return new StackPolicy(
        Set.copyOf(texts(tree, "dependsOn")),
        is(tree, "suspend"),
        is(tree, "prune"),
        (int) tree.number("maxPrune").orElse(usual.maxPrune()),
        is(tree, "selfHeal"),
        objects(tree, "ignore").stream().map(RevisionCodec::ignore).toList(),
        Duration.ofMillis(deadline));
  }

  private static Tree.Obj ignore(Ignore ignore) {
    var parts = ignore.parts().stream().map(SpecPart::text).sorted().toList();
    return new Tree.Obj(Map.of("service", Tree.of(ignore.service()), "parts", Tree.strings(parts)));
  }

  private static Ignore ignore(Tree.Obj tree) {
    var parts = texts(tree, "parts").stream()
        .flatMap(p -> SpecPart.of(p).stream())
        .collect(Collectors.toSet());
    return new Ignore(need(tree, "service"), parts);
  }

  private static <T> Tree.Arr all(Iterable<T> values, Function<T, Tree.Obj> tree) {
    var items = new ArrayList<Tree>();
    values.forEach(v -> items.add(tree.apply(v)));
    return new Tree.Arr(items);
  }

  private static List<Tree.Obj> objects(Tree.Obj tree, String name) {
    return tree.array(name).stream().map(Tree.Obj.class::cast).toList();
  }

  private static List<String> texts(Tree.Obj tree, String name) {
    return tree.array(name).stream()
        .flatMap(t -> t instanceof Tree.Str s ? Stream.of(s.value()) : Stream.empty())
        .toList();
  }

  private static boolean is(Tree.Obj tree, String name) {
    return tree.at(name).equals(Optional.of(Tree.of(true)));
  }

  private static String need(Tree.Obj tree, String name) {
    return tree.text(name)
        .orElseThrow(() -> new IllegalArgumentException("a revision without " + name));
  }
}
