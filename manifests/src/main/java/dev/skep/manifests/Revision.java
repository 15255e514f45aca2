package dev.skep.manifests;

import dev.skep.model.DependsOn;
import dev.skep.model.DesiredNetwork;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredService;
import dev.skep.model.Hash;
import dev.skep.model.SpecPart;
import dev.skep.model.StackPolicy;
import dev.skep.model.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names what was rendered: all that decides, whichever file it comes from; comments, order of keys,
 * ways of writing and values that nothing uses play no part.
 */
final class Revision {
  private static final int LENGTH = 12;

  private Revision() {}

  static String of(
      Map<String, DesiredService> services,
      Map<String, DesiredNetwork> networks,
      List<DesiredPayload> payloads,
      StackPolicy policy) {
    var all = new LinkedHashMap<String, Tree>();
    services.forEach((name, service) -> all.put("service " + name, service(service)));
    networks.forEach((key, network) ->
        all.put("network " + key, network.spec().with("Name", Tree.of(network.name()))));
    payloads.forEach(p -> all.put(
        p.kind() + " " + p.key(),
        Tree.strings(p.labels()).with("name", Tree.of(p.name())).with("hash", Tree.of(p.hash()))));
    // Left out by default, so that the revisions of stacks without a policy stay what they were.
    if (!policy.equals(StackPolicy.DEFAULT)) all.put("policy", policy(policy));
    return Hash.base32(new Tree.Obj(all).canonical(), LENGTH);
  }

  private static Tree policy(StackPolicy policy) {
    var ignored = policy.ignore().stream()
        .<Tree>map(
            i -> Tree.strings(i.parts().stream().map(SpecPart::text).sorted().toList()))
        .toList();
    var services = policy.ignore().stream().map(StackPolicy.Ignore::service).toList();
    var usual = StackPolicy.DEFAULT.progressDeadline();
    var deadline = policy.progressDeadline();
    var out = deadline.equals(usual)
        ? Tree.Obj.EMPTY
        : Tree.Obj.EMPTY.with("progressDeadline", Tree.of(deadline.toString()));
    return out.with(
            "dependsOn", Tree.strings(policy.dependsOn().stream().sorted().toList()))
        .with("suspend", Tree.of(policy.suspend()))
        .with("prune", Tree.of(policy.prune()))
        .with("maxPrune", Tree.of(policy.maxPrune()))
        .with("selfHeal", Tree.of(policy.selfHeal()))
        .with("ignoreIn", Tree.strings(services))
        .with("ignore", new Tree.Arr(ignored));
  }

  private static Tree service(DesiredService service) {
    var conditions = new TreeMap<String, String>();
    for (Map.Entry<String, DependsOn> e : service.dependsOn().entrySet()) {
      conditions.put(e.getKey(), e.getValue().text());
    }
    return Tree.Obj.EMPTY
        .with("spec", service.spec())
        .with("dependsOn", Tree.strings(conditions))
        .with("job", Tree.of(service.job().map(Object::toString).orElse("")));
  }
}
