package dev.skep.manifests;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A service's configs or secrets. They carry full names only: ids are the engine's. */
final class PayloadReferences {
  private static final long READABLE = 0444;

  private final Payloads payloads;
  private final String path;
  private final Problems problems;
  private final List<Tree.Obj> references = new ArrayList<>();

  private PayloadReferences(Fields service, Payloads payloads, Problems problems) {
    this.payloads = payloads;
    this.path = service.path(payloads.section());
    this.problems = problems;
  }

  static PayloadReferences of(Fields service, Payloads payloads, Problems problems) {
    var references = new PayloadReferences(service, payloads, problems);
    references.read(service);
    return references;
  }

  /** With one more, behind that of the same name. */
  PayloadReferences and(Optional<Tree.Obj> reference) {
    reference.ifPresent(references::add);
    return this;
  }

  Tree.Arr tree() {
    references.sort(Comparator.comparing(r -> r.text(nameField()).orElse("")));
    return new Tree.Arr(List.copyOf(references));
  }

  private void read(Fields service) {
    var targets = new HashMap<String, String>();
    for (var item : service.items(payloads.section())) {
      var reference = item instanceof Yaml.Mapping ? longForm(item) : shortForm(item);
      reference.ifPresent(r -> {
        references.add(r);
        var target = r.text("File", "Name").orElse("");
        if (targets.put(target, target) != null) {
          problems.error(
              item.place(),
              path + ": two of them have the target " + Problems.quote(target) + "; rename one");
        }
      });
    }
  }

  private String nameField() {
    return payloads.kind() == Kind.CONFIG ? "ConfigName" : "SecretName";
  }

  private Optional<Tree.Obj> shortForm(Yaml item) {
    return Values.text(item, path, problems)
        .flatMap(key -> reference(key, key, "0", "0", READABLE, item.place()));
  }

  private Optional<Tree.Obj> longForm(Yaml item) {
    var fields = Fields.of(item, path, problems);
    var source = fields.text("source").filter(s -> !s.isEmpty());
    var target =
        fields.text("target").filter(t -> !t.isEmpty()).or(() -> source).orElse("");
    var uid = fields.text("uid").filter(u -> !u.isEmpty()).orElse("0");
    var gid = fields.text("gid").filter(g -> !g.isEmpty()).orElse("0");
    var mode = fields.value("mode").map(m -> mode(m, fields.path("mode"))).orElse(READABLE);
    fields.finish();
    if (source.isEmpty()) {
      problems.error(
          item.place(), path + ": source, the key of a " + payloads.noun() + ", is missing");
      return Optional.empty();
    }
    return reference(source.get(), target, uid, gid, mode, item.place());
  }

  private Optional<Tree.Obj> reference(
      String key, String target, String uid, String gid, long mode, Place place) {
    var payload = payloads.find(key, place, path);
    if (payload.isEmpty()) return Optional.empty();
    var file = new Draft().set("Name", target).set("UID", uid).set("GID", gid);
    file.keep("Mode", Tree.of(mode));
    return Optional.of(new Draft()
        .set("File", file.tree())
        .set(nameField(), payload.get().name())
        .tree());
  }

  /** Octal also when quoted, which newer Compose prints: nobody means decimal 440. */
  private long mode(Yaml yaml, String path) {
    if (yaml instanceof Yaml.Scalar s
        && s.kind() == Yaml.Scalar.Kind.TEXT
        && s.text().matches("0o?[0-7]{1,6}")) {
      return Long.parseLong(s.text().replace("o", ""), 8);
    }
    OptionalLong mode = Values.whole(yaml, path, problems);
    if (mode.isPresent() && (mode.getAsLong() < 0 || mode.getAsLong() > 0xffff_ffffL)) {
      Values.wrong(yaml, path, "a file mode such as 0440", problems);
    }
    return mode.orElse(READABLE);
  }
}
