package dev.skep.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What editors are told of our files, asked what it says of a text. */
enum Schema {
  STACK("stack", FileKind.STACK),
  SETTINGS("skep", FileKind.SETTINGS),
  COMPOSE("x-skep", FileKind.COMPOSE),
  /** With all keys of Compose, not ours alone. */
  WHOLE("compose", FileKind.COMPOSE);

  private static final String PLACE = "https://skep.dev/";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final FileKind kind;
  private final JsonNode json;
  private final com.networknt.schema.Schema today;
  private final com.networknt.schema.Schema whole;

  Schema(String name, FileKind kind) {
    this.kind = kind;
    try {
      json = new ObjectMapper().readTree(text(name + ".schema.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    today = compiled(json);
    var obeyed = json.deepCopy();
    obeyed.findParents("not").stream()
        .filter(Schema::notYet)
        .forEach(parent -> ((ObjectNode) parent).remove("not"));
    whole = compiled(obeyed);
  }

  /** What is wrong with a file; empty if nothing is. */
  List<String> problems(String text) {
    return problems(text, today);
  }

  /** As when every key is obeyed. */
  List<String> problemsOfAll(String text) {
    return problems(text, whole);
  }

  private List<String> problems(String text, com.networknt.schema.Schema schema) {
    var problems = new Problems();
    var read = new YamlReader("file", kind, problems).read(text.getBytes(StandardCharsets.UTF_8));
    return read.isEmpty()
        ? List.of("not " + kind.noun())
        : schema.validate(json(read.get())).stream().map(Error::toString).toList();
  }

  JsonNode at(String pointer) {
    return json.at(pointer);
  }

  /** The properties of an object: true for those that are refused for the time being. */
  Map<String, Boolean> keys(String pointer) {
    var out = new LinkedHashMap<String, Boolean>();
    at(pointer + "/properties")
        .properties()
        .forEach(p -> out.put(p.getKey(), notYet(p.getValue())));
    return out;
  }

  /** Where objects stand that have certain keys and no others. */
  Set<String> objects() {
    var out = new LinkedHashSet<String>();
    objects(json, "", out);
    return out;
  }

  private static void objects(JsonNode node, String pointer, Set<String> out) {
    if (node.path("additionalProperties").isBoolean()) out.add(pointer);
    node.properties().forEach(p -> objects(p.getValue(), pointer + "/" + p.getKey(), out));
  }

  /** All properties, such as {@code services.NAME.ports[].target}. */
  Map<String, JsonNode> paths() {
    var out = new TreeMap<String, JsonNode>();
    paths(json, "", out);
    return out;
  }

  private void paths(JsonNode node, String path, Map<String, JsonNode> out) {
    if (!node.isObject()) return;
    var below = path.isEmpty() ? "" : path + ".";
    if (node.path("$ref").asText().startsWith("#")) {
      paths(at(node.path("$ref").asText().substring(1)), path, out);
    }
    node.path("allOf").forEach(part -> paths(part, path, out));
    node.path("properties").properties().forEach(p -> {
      out.put(below + p.getKey(), p.getValue());
      paths(p.getValue(), below + p.getKey(), out);
    });
    paths(node.path("additionalProperties"), below + "NAME", out);
    paths(node.path("items"), path + "[]", out);
  }

  private static boolean notYet(JsonNode property) {
    return property.path("not").isObject() && property.path("not").isEmpty();
  }

  /** One schema may refer to another one beside it. */
  private static com.networknt.schema.Schema compiled(JsonNode json) {
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7,
            b -> b.schemas(
                iri -> iri.startsWith(PLACE) ? text(iri.substring(PLACE.length())) : null))
        .getSchema(SchemaLocation.of(PLACE), json);
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of("schema", file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(Yaml yaml) {
    return switch (yaml) {
      case Yaml.Mapping m -> {
        var out = JSON.objectNode();
        m.entries().forEach((key, entry) -> out.set(key, json(entry.value())));
        yield out;
      }
      case Yaml.Sequence s -> {
        var items = new ArrayList<JsonNode>();
        s.items().forEach(item -> items.add(json(item)));
        yield JSON.arrayNode().addAll(items);
      }
      case Yaml.Scalar s ->
        switch (s.kind()) {
          case NULL -> JSON.nullNode();
          case BOOL -> JSON.booleanNode(s.shown().equals("true"));
          case INT, FLOAT -> JSON.numberNode(new BigDecimal(s.shown()));
          case TEXT -> JSON.textNode(s.text());
        };
    };
  }
}
