package dev.skep.image;

import static dev.skep.proxy.StubEngine.chunked;
import static dev.skep.proxy.StubEngine.complaint;
import static dev.skep.proxy.StubEngine.endless;
import static dev.skep.proxy.StubEngine.reply;

import dev.skep.model.Labels;
import dev.skep.model.Tree;
import dev.skep.proxy.StubEngine;
import dev.skep.proxy.StubEngine.Answer;
import dev.skep.proxy.StubEngine.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Enough of an engine for a program to load the classes that it needs on a real one, where there
 * is none: it keeps what it is given, and runs nothing, but says of a job of {@code skep run} that
 * it does. The class archive is made from these runs.
 */
final class TrainingEngine {
  private static final String INFO = """
      {"ID": "TRAINING", "Name": "training", "ServerVersion": "0", "Swarm": {"LocalNodeState": "active",
       "ControlAvailable": true, "Cluster": {"ID": "training"}}}""";

  private static final String MADE = "2026-01-01T00:00:00.000000000Z";

  /** By folder, such as services, and id. */
  private final Map<String, Map<String, Tree.Obj>> kept = new LinkedHashMap<>();

  private int made;

  /** @param args the socket's path */
  public static void main(String[] args) throws InterruptedException {
    var engine = new TrainingEngine();
    try (var stub = StubEngine.unix(Path.of(args[0]), engine::answer)) {
      System.out.println(stub.host());
      new CountDownLatch(1).await();
    }
  }

  private synchronized Answer answer(Request request) {
    var uri = URI.create(request.path());
    var steps = List.of(uri.getPath().split("/"));
    var folder = steps.size() > 2 ? steps.get(2) : "";
    return switch (folder) {
      case "info" -> reply(200, INFO);
      case "events" -> endless();
      case "containers" -> reply(200, "[]");
      case "services", "configs", "secrets", "networks", "tasks", "nodes" ->
        steps.getLast().equals("logs")
            ? log(steps.get(3), uri)
            : of(all(folder), request, uri, steps);
      default -> complaint(404, "page not found");
    };
  }

  private Map<String, Tree.Obj> all(String folder) {
    return kept.computeIfAbsent(folder, f -> new LinkedHashMap<>());
  }

  private Answer of(Map<String, Tree.Obj> things, Request request, URI uri, List<String> steps) {
    if (steps.size() == 3) return reply(200, listed(things, uri));
    var id = steps.get(3);
    return switch (request.method()) {
      case "POST" -> id.equals("create") ? create(things, request) : update(things, id, request);
      case "DELETE" -> {
        things.remove(id);
        all("tasks").remove(id);
        yield reply(200, "{}");
      }
      default ->
        things.values().stream()
            .filter(t -> t.text("ID").orElse("").equals(id) || name(t).equals(id))
            .findFirst()
            .map(t -> reply(200, t.canonical()))
            .orElseGet(() -> complaint(404, "not found"));
    };
  }

  private Answer create(Map<String, Tree.Obj> things, Request request) {
    var spec = (Tree.Obj) Tree.parse(request.body());
    if (things.values().stream().anyMatch(t -> name(t).equals(name(spec)))) {
      return complaint(409, "name conflicts with an existing object");
    }
    var id = "made" + ++made;
    things.put(id, request.path().contains("/networks/") ? network(id, spec) : kept(id, spec));
    if (spec.text("Labels", Labels.KIND).equals(Optional.of(Labels.ATTENDED)))
      all("tasks").put(id, task(id, spec, "running"));
    return reply(201, "{\"ID\":\"" + id + "\"}");
  }

  private static Tree.Obj task(String service, Tree.Obj spec, String state) {
    var status = Map.of("State", state, "Timestamp", MADE);
    return Tree.strings(Map.of("ID", service, "ServiceID", service, "NodeID", "training"))
        .with("DesiredState", Tree.of("running"))
        .with("CreatedAt", Tree.of(MADE))
        .with("Labels", spec.object("Labels"))
        .with("Status", Tree.strings(status));
  }

  /** The one line that a job writes; whoever has read it finds that the job is over. */
  private Answer log(String service, URI uri) {
    all("tasks").computeIfPresent(service, (id, task) -> task(id, task, "complete"));
    var text = (MADE + " trained\n").getBytes(StandardCharsets.UTF_8);
    var frame = ByteBuffer.allocate(8 + text.length)
        .put((byte) 1)
        .putInt(4, text.length)
        .put(8, text)
        .array();
    return uri.getQuery().contains("follow=1") ? endless(frame) : chunked(frame);
  }

  private Answer update(Map<String, Tree.Obj> things, String id, Request request) {
    var before = things.get(id);
    if (before == null) return complaint(404, "not found");
    var spec = (Tree.Obj) Tree.parse(request.body());
    // Only the labels of a config can change.
    var data = before.at("Spec", "Data");
    things.put(id, kept(id, data.isPresent() ? spec.with("Data", data.get()) : spec));
    return reply(200, "{}");
  }

  private Tree.Obj kept(String id, Tree.Obj spec) {
    return Tree.strings(Map.of("ID", id, "CreatedAt", MADE))
        .with("Version", Tree.Obj.EMPTY.with("Index", Tree.of(++made)))
        .with("Spec", spec);
  }

  private static Tree.Obj network(String id, Tree.Obj body) {
    return body.with("Id", Tree.of(id)).with("Scope", Tree.of("swarm"));
  }

  private static String listed(Map<String, Tree.Obj> things, URI uri) {
    var found = things.values().stream()
        .filter(t -> asked(t, uri))
        .map(Tree.class::cast)
        .toList();
    return new Tree.Arr(found).canonical();
  }

  /** By the labels that the query asks for. */
  private static boolean asked(Tree.Obj thing, URI uri) {
    var query = Optional.ofNullable(uri.getRawQuery()).orElse("");
    var filters = query.indexOf("filters=");
    if (filters < 0) return true;
    var text = query.substring(filters + "filters=".length()).split("&", 2)[0];
    var wanted = (Tree.Obj) Tree.parse(URLDecoder.decode(text, StandardCharsets.UTF_8));
    var labels = new HashMap<>(thing.strings("Spec", "Labels"));
    labels.putAll(thing.strings("Labels"));
    return wanted.array("label").stream()
        .map(label -> ((Tree.Str) label).value().split("=", 2))
        .allMatch(l -> l.length == 1 ? labels.containsKey(l[0]) : l[1].equals(labels.get(l[0])));
  }

  private static String name(Tree.Obj thing) {
    return thing.text("Spec", "Name").or(() -> thing.text("Name")).orElse("");
  }
}
