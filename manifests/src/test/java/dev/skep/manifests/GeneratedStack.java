package dev.skep.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compose files that are right, drawn from a seed: small, with the keys that are honoured in their
 * short and long forms, variables, anchors, several files and {@code x-} keys.
 *
 * @param compose texts of the files that are put over each other
 * @param beside files that they name, by path
 * @param variables that they need
 */
public record GeneratedStack(
    long seed, List<String> compose, Map<String, String> beside, Map<String, String> variables) {
  /** Which keys it may have. */
  public enum Keys {
    /** Those that the Docker CLI reads too, and reads alike. */
    OF_THE_CLI,
    /** Those of the CLI, without what only an engine with plugins takes. */
    OF_AN_ENGINE,
    ALL
  }

  private static final List<String> SHARED = List.of(
      "environment", "labels", "logging", "sysctls", "ulimits", "extra_hosts", "cap_add", "dns");

  private static final Map<String, String> BESIDE = Map.of(
      "a.env", "A=file\n# no\nQ=\"kept\" # too\nOUT\n\n  B_2= x\n",
      "sub/b.env", "\uFEFFA=second\nP=p$w\n",
      "a.labels", "team=shop\nquoted=\"a b\" # why\n",
      "c.txt", "text of c\n",
      "sub/d.txt", "d",
      "sub/tag.env", "TAG='2' # of it\n",
      "sub/base.yaml", "services: {base: {user: root, env_file: b.env, environment: [A]}}\n",
      "sub/other.yaml",
          "services: {other: {image: \"other:${TAG:-1}\", networks: [theirs]}}\n"
              + "networks: {theirs: {internal: true}}\n");

  public static GeneratedStack of(long seed, Keys keys) {
    return new Drawn(seed, keys).stack();
  }

  /** Writes all files, and returns those that are put over each other. */
  public List<Path> writeTo(Path folder) {
    var out = new ArrayList<Path>();
    try {
      for (var file : beside.entrySet()) {
        var path = folder.resolve(file.getKey());
        if (Files.exists(path) && Files.readString(path).equals(file.getValue())) continue;
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      for (int i = 0; i < compose.size(); i++) {
        out.add(Files.writeString(folder.resolve("file" + i + ".yaml"), compose.get(i)));
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Drawn {
    private final long seed;
    private final Draw draw;
    private final GeneratedTop top;
    private final GeneratedPorts ports;
    private final List<String> services = new ArrayList<>();
    private final List<String> waitedFor = new ArrayList<>();
    private int anchors;

    Drawn(long seed, Keys keys) {
      this.seed = seed;
      this.draw = new Draw(seed, keys);
      this.top = new GeneratedTop(draw);
      this.ports = new GeneratedPorts(draw);
    }

    GeneratedStack stack() {
      var texts = new ArrayList<String>();
      var yaml = new YamlText(draw);
      int later = draw.one(0, 0, 1, 2);
      if (later > 0) draw.several();
      texts.add(yaml.of(first()));
      for (int n = later; n > 0; n--) texts.add(yaml.of(later()));
      var variables = new TreeMap<>(draw.variables());
      variables.put("HOME", "/root");
      variables.put("OUT", "outside");
      if (draw.all()) variables.put("COMPOSE_PROFILES", draw.one("debug", ""));
      return new GeneratedStack(seed, texts, BESIDE, variables);
    }

    private Map<String, Object> first() {
      var file = new LinkedHashMap<String, Object>();
      if (draw.chance(0.5)) file.put("version", draw.all() ? draw.one("3", "3.8", "3.13") : "3.13");
      if (draw.all() && draw.chance(0.3)) file.put("name", "shop");
      if (draw.chance(0.2)) file.put("x-top", draw.all() ? List.of("$", "${") : Map.of("any", 1));
      var sections = top.sections();
      var bodies = new LinkedHashMap<String, Object>();
      for (int n = draw.upTo(2); n >= 0; n--) {
        var name = draw.one("app", "db", "my-svc") + services.size();
        var body = new GeneratedService(name, draw, top, ports.next()).whole(waitedFor);
        bodies.put(name, body);
        services.add(name);
        if (!body.containsKey("profiles")) waitedFor.add(name);
      }
      share(bodies, file);
      if (draw.all() && draw.chance(0.4)) extend(bodies);
      if (draw.all() && draw.chance(0.2)) file.put("include", List.of(included()));
      file.put("services", bodies);
      file.putAll(sections);
      return file;
    }

    private Map<String, Object> later() {
      draw.saying();
      var file = new LinkedHashMap<String, Object>();
      file.putAll(top.sections());
      var bodies = new LinkedHashMap<String, Object>();
      for (var name : draw.some(services)) {
        bodies.put(name, new GeneratedService(name, draw, top, ports.next()).over());
      }
      if (bodies.isEmpty() && file.isEmpty()) file.put("x-nothing", 1);
      if (!bodies.isEmpty()) file.put("services", bodies);
      return file;
    }

    /** Lets services have parts of each other, and of what stands on top, by anchors. */
    @SuppressWarnings("unchecked")
    private void share(Map<String, Object> services, Map<String, Object> file) {
      var seen = new LinkedHashMap<String, Map<String, Object>>();
      for (var body : services.values()) {
        var service = (Map<String, Object>) body;
        for (var key : SHARED) {
          var other = seen.get(key);
          if (other != null && draw.chance(0.3)) {
            var name = "a" + anchors++;
            if (!(other.get(key) instanceof YamlText.Anchored)) {
              other.put(key, new YamlText.Anchored(name, other.get(key)));
            }
            service.put(key, new YamlText.Alias(((YamlText.Anchored) other.get(key)).name()));
          } else if (service.containsKey(key)) {
            seen.putIfAbsent(key, service);
          }
        }
        if (!draw.chance(0.15)) continue;
        var name = "a" + anchors++;
        var base = new LinkedHashMap<String, Object>(Map.of("user", draw.text("root")));
        if (draw.chance(0.5)) base.put("stop_signal", "SIGINT");
        file.put("x-" + name, new YamlText.Anchored(name, base));
        service.put("<<", draw.one(new YamlText.Alias(name), List.of(new YamlText.Alias(name))));
      }
    }

    private Object included() {
      var out = Draw.map("path", draw.one("sub/other.yaml", List.of("sub/other.yaml")));
      if (draw.chance(0.5)) out.put("project_directory", draw.one("sub", "."));
      if (draw.chance(0.5)) out.put("env_file", draw.one("sub/tag.env", List.of("sub/tag.env")));
      return draw.one("sub/other.yaml", out);
    }

    @SuppressWarnings("unchecked")
    private void extend(Map<String, Object> services) {
      var names = List.copyOf(services.keySet());
      var base = (Map<String, Object>) services.get(names.getFirst());
      var over = (Map<String, Object>) services.get(names.getLast());
      // Ports and targets cannot be had twice.
      var alone = List.of("ports", "deploy", "volumes", "healthcheck", "credential_spec");
      boolean both = base != over && alone.stream().noneMatch(base::containsKey);
      var beside = Draw.map("service", "base", "file", "sub/base.yaml");
      var here = draw.one(names.getFirst(), Map.of("service", names.getFirst()));
      over.put("extends", both && !over.containsKey("deploy") ? draw.one(beside, here) : beside);
      if (draw.chance(0.3)) over.put("user", new YamlText.Tagged("!reset", null));
      if (draw.chance(0.3)) {
        over.put("labels", new YamlText.Tagged("!override", Map.of("only", "this")));
      }
    }
  }
}
