package dev.skep.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The networks, volumes, configs and secrets of a stack; services name them by their keys. */
final class GeneratedTop {
  private final Draw draw;
  private final Map<String, List<String>> names = new TreeMap<>();
  private int targets;
  private int subnets;

  GeneratedTop(Draw draw) {
    this.draw = draw;
  }

  List<String> networks() {
    return names.getOrDefault("networks", List.of());
  }

  List<String> volumes() {
    return names.getOrDefault("volumes", List.of());
  }

  List<String> configs() {
    return names.getOrDefault("configs", List.of());
  }

  List<String> secrets() {
    return names.getOrDefault("secrets", List.of());
  }

  String environmentFile() {
    return draw.one("a.env", "./sub/../a.env", "sub/b.env");
  }

  /** A path that no other config or secret has. */
  String target() {
    return "/etc/t" + targets++;
  }

  /** Declares some more, of which another file may declare others. */
  Map<String, Object> sections() {
    var out = new LinkedHashMap<String, Object>();
    for (var section : List.of("networks", "volumes", "configs", "secrets")) {
      if (!draw.chance(0.6)) continue;
      var entries = new LinkedHashMap<String, Object>();
      var known = new ArrayList<>(names.getOrDefault(section, List.of()));
      for (int n = draw.upTo(2); n >= 0; n--) {
        var kind = draw.one("own", "named", "ext");
        var name = kind + section.charAt(0) + known.size();
        known.add(name);
        entries.put(name, kind.equals("ext") ? external(name) : entry(section, kind, name));
      }
      names.put(section, known);
      out.put(section, entries);
    }
    return out;
  }

  /** Each is another one: the order of two references to the same has no meaning. */
  private Object external(String key) {
    var out = new LinkedHashMap<String, Object>();
    if (draw.chance(0.3)) {
      out.put("external", Map.of("name", draw.text("their-" + key)));
      return out;
    }
    out.put("external", draw.cast(true));
    if (draw.chance(0.3)) out.put("name", draw.text("their-" + key));
    return out;
  }

  private Object entry(String section, String kind, String name) {
    var out = new LinkedHashMap<String, Object>();
    if (kind.equals("named")) out.put("name", draw.text("the-" + name));
    if (draw.chance(0.4))
      out.put("labels", draw.one(List.of("a=b", "c"), Map.of("a", draw.word())));
    if (draw.chance(0.1)) out.put("x-note", draw.word());
    switch (section) {
      case "networks" -> network(out);
      case "volumes" -> driver("local", out, 0.4);
      default -> payload(section, out);
    }
    boolean says = !out.isEmpty() || section.equals("configs") || section.equals("secrets");
    return says || draw.chance(0.5) ? out : null;
  }

  private void driver(String driver, Map<String, Object> out, double share) {
    if (draw.chance(share)) out.put("driver", draw.text(driver));
    if (draw.chance(share))
      out.put("driver_opts", draw.one(Draw.map("a", "", "n", 1), Map.of("t", "nfs")));
  }

  private void network(Map<String, Object> out) {
    driver(draw.deployed() ? "overlay" : "local", out, 0.3);
    for (var key : draw.some(List.of("attachable", "internal"))) {
      out.put(key, draw.cast(draw.flag()));
    }
    if (draw.chance(0.3)) {
      // Of two that have the same one an engine makes either, or none.
      var subnet = draw.text("10.9." + subnets++ + ".0/24");
      out.put("ipam", Draw.map("driver", "default", "config", List.of(Map.of("subnet", subnet))));
    }
  }

  private void payload(String section, Map<String, Object> out) {
    if (draw.chance(0.3)) out.put("template_driver", draw.text("golang"));
    if (section.equals("secrets") && !draw.deployed() && draw.chance(0.2)) {
      out.put("driver", draw.text("vault"));
      if (draw.chance(0.5)) out.put("driver_opts", Map.of("a", draw.text("b")));
    } else if (draw.all() && draw.chance(0.4)) {
      if (draw.chance(0.5)) out.put("content", draw.text("some text\n"));
      else out.put("environment", "HOME");
    } else {
      out.put("file", draw.text(List.of("c.txt", "./sub/d.txt")));
    }
  }
}
