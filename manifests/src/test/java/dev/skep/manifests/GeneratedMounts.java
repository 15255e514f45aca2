package dev.skep.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mounts in both forms, each on a target of its own. */
final class GeneratedMounts {
  private final Draw draw;
  private final GeneratedTop top;
  private int targets;

  GeneratedMounts(Draw draw, GeneratedTop top) {
    this.draw = draw;
    this.top = top;
  }

  List<Object> mounts() {
    return draw.list(3, () -> draw.chance(0.5) ? shortForm() : longForm());
  }

  private String target() {
    return "/mnt/" + targets++;
  }

  private String volume() {
    return draw.one(top.volumes());
  }

  private Object shortForm() {
    var to = target();
    var forms = new ArrayList<>(List.of(
        to,
        "./rel:" + to,
        "../up/x:" + to + ":ro",
        "~/home:" + to + ":rw",
        "/abs/../x:" + to + ":ro,rslave"));
    if (!top.volumes().isEmpty()) {
      forms.addAll(List.of(volume() + ":" + to, volume() + ":" + to + ":ro,nocopy"));
    }
    return draw.text(forms);
  }

  private Object longForm() {
    var out = new LinkedHashMap<String, Object>();
    var type = draw.one("volume", "bind", "tmpfs");
    out.put("type", type);
    out.put("target", draw.text(target()));
    if (draw.chance(0.4)) out.put("read_only", draw.cast(draw.flag()));
    if (draw.chance(0.2)) out.put("consistency", "cached");
    switch (type) {
      case "bind" -> {
        out.put("source", draw.text(List.of("./rel", "/abs", "~/home")));
        if (draw.chance(0.4)) out.put("bind", Map.of("propagation", draw.text("rslave")));
      }
      case "tmpfs" -> {
        if (draw.chance(0.6)) out.put("tmpfs", Map.of("size", draw.one(10_000, 1_048_576)));
      }
      default -> {
        if (!top.volumes().isEmpty()) out.put("source", draw.text(volume()));
        if (draw.chance(0.4)) out.put("volume", options());
      }
    }
    return out;
  }

  private Map<String, Object> options() {
    var out = new LinkedHashMap<String, Object>();
    if (draw.chance(0.5)) out.put("nocopy", draw.cast(draw.flag()));
    if (draw.chance(0.5)) out.put("subpath", draw.text("a/b"));
    if (draw.all() && draw.chance(0.5)) out.put("labels", Map.of("a", draw.word()));
    return out;
  }
}
