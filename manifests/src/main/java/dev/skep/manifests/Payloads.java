package dev.skep.manifests;

import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The top-level configs or secrets; all that are declared are made, used or not. */
final class Payloads {
  private static final int MOST = 1_000;
  private static final byte[] NOTHING = new byte[0];

  private final Kind kind;
  private final String section;
  private final Scope scope;
  private final Names names;
  private final Map<String, DesiredPayload> declared = new LinkedHashMap<>();

  Payloads(Kind kind, Fields file, Scope scope, Names names) {
    this.kind = kind;
    this.section = kind == Kind.CONFIG ? "configs" : "secrets";
    this.scope = scope;
    this.names = names;
    file.entries(section, MOST).forEach((key, entry) -> {
      var fields = Fields.of(entry.value(), section + "." + key, scope.problems());
      declared.put(key, payload(key, fields, entry.keyPlace()));
    });
  }

  List<DesiredPayload> all() {
    return List.copyOf(declared.values());
  }

  /**
   * What is declared under a key; a problem if nothing is.
   *
   * @param place where it is referred to, by the key {@code path}
   */
  Optional<DesiredPayload> find(String key, Place place, String path) {
    var found = Optional.ofNullable(declared.get(key));
    if (found.isEmpty()) {
      scope
          .problems()
          .error(
              place,
              path + ": undefined " + noun() + " " + Problems.quote(key)
                  + ", declare it under the top-level `" + section + ":`"
                  + Suggest.meant(key, declared.keySet()));
    }
    return found;
  }

  String section() {
    return section;
  }

  /** config or secret. */
  String noun() {
    return section.substring(0, section.length() - 1);
  }

  Kind kind() {
    return kind;
  }

  private DesiredPayload payload(String key, Fields fields, Place place) {
    var owned = External.of(fields, key, scope);
    var labels = fields.pairs("labels");
    var extra = new Draft();
    fields.text("template_driver").ifPresent(t -> extra.set("Templating.Name", t));
    if (kind == Kind.SECRET) {
      fields.text("driver").ifPresent(d -> extra.set("Driver.Name", d));
      extra.set("Driver.Options", fields.pairs("driver_opts"));
    }
    if (owned.external()) {
      for (var other : List.of("file", "content", "environment")) fields.anything(other);
      fields.finish();
      External.idleBeside(fields, "template_driver", "driver_opts");
      owned.refuseBeside(
          fields, scope.problems(), "file", "content", "environment", "driver", "labels");
      return new DesiredPayload(kind, key, owned.name(), true, Map.of(), Tree.Obj.EMPTY, NOTHING);
    }
    names.payload(owned.name(), noun(), place);
    var content = content(fields, place, extra.tree().at("Driver").isPresent());
    fields.finish();
    return new DesiredPayload(
        kind, key, owned.name(), false, scope.stackLabels(labels), extra.tree(), content);
  }

  private byte[] content(Fields fields, Place place, boolean driven) {
    var given = new ArrayList<String>();
    for (var source : List.of("file", "content", "environment")) {
      if (fields.has(source)) given.add(source);
    }
    if (given.size() > 1 || driven && !given.isEmpty()) {
      scope
          .problems()
          .error(place, fields.path() + ": has more than one source of content; keep one of them");
    } else if (given.isEmpty() && !driven) {
      scope
          .problems()
          .error(
              place,
              fields.path()
                  + ": has no content; write file: PATH, content: TEXT, environment: NAME, or"
                  + " external: true");
    }
    if (given.isEmpty()) return NOTHING;
    var bytes = switch (given.getFirst()) {
      case "file" -> file(fields);
      case "content" -> fields.text("content").map(Payloads::utf8);
      default -> environment(fields);
    };
    return bytes.filter(b -> sized(b, fields, given.getFirst())).orElse(NOTHING);
  }

  private Optional<byte[]> file(Fields fields) {
    var place = fields.value("file").orElseThrow().place();
    return fields
        .text("file")
        .flatMap(
            f -> scope.sources().bytes(f, limit(), Sources.CARRIED, place, fields.path("file")));
  }

  private Optional<byte[]> environment(Fields fields) {
    var name = fields.text("environment").orElse("");
    var value = scope.given().get(fields.path(), name);
    if (value == null) {
      scope
          .problems()
          .error(
              fields.place("environment"),
              fields.path("environment") + ": the variable " + name
                  + " is not set; give it a value");
    }
    return Optional.ofNullable(value).map(Payloads::utf8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The engine's own limits, of which it tells half-way through a deploy. */
  private long limit() {
    return (kind == Kind.CONFIG ? 1000 : 500) * 1024L;
  }

  private boolean sized(byte[] bytes, Fields fields, String source) {
    if (bytes.length > 0 && bytes.length <= limit()) return true;
    scope
        .problems()
        .error(
            fields.place(source),
            fields.path(source) + ": has " + bytes.length + " bytes; a " + noun() + " has 1 to "
                + limit());
    return false;
  }
}
