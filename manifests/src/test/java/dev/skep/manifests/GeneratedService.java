package dev.skep.manifests;

import dev.skep.manifests.Draw.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A service with some of the keys that are honoured, in their short and long forms. */
final class GeneratedService {
  private static final List<String> IMAGES = List.of(
      "app:1",
      "nginx",
      "library/nginx:1.27-alpine",
      "registry.example.com:5000/team/app:1.4",
      "localhost:5000/a/b@sha256:" + "0123456789abcdef".repeat(4));

  private static final List<String> NAMES = List.of("A", "B_2", "c.d", "E-f");
  private static final List<String> ADDRESSES = List.of("10.0.0.5", "::1", "[fd00::2]");

  private final Draw draw;
  private final GeneratedTop top;
  private final Map<String, Object> keys = new LinkedHashMap<>();

  /** What two services of a stack cannot both have. */
  private final GeneratedPorts ports;

  /** Whether no file gives it a number of tasks. */
  private final boolean global;

  GeneratedService(String name, Draw draw, GeneratedTop top, GeneratedPorts ports) {
    this.global = name.startsWith("db");
    this.draw = draw;
    this.top = top;
    this.ports = ports;
  }

  /**
   * All of a service.
   *
   * @param before services that it may wait for
   */
  Map<String, Object> whole(List<String> before) {
    keys.put("image", draw.text(IMAGES));
    some(0.3);
    maybe(0.3, "init", () -> draw.flag());
    maybe(0.3, "healthcheck", this::healthcheck);
    maybe(0.2, "credential_spec", this::credentials);
    if (!before.isEmpty()) maybe(0.4, "depends_on", () -> dependsOn(before));
    if (draw.all()) more();
    return keys;
  }

  /** What a later file may say of a service that is there. */
  Map<String, Object> over() {
    if (draw.chance(0.3)) keys.put("image", draw.text(IMAGES));
    some(0.12);
    return keys;
  }

  private void maybe(double share, String key, Supplier<?> value) {
    if (draw.chance(share)) keys.put(key, value.get());
  }

  private void some(double share) {
    maybe(share, "entrypoint", this::command);
    maybe(share, "command", this::command);
    maybe(share, "environment", () -> pairs(draw.says()));
    maybe(share, "labels", () -> pairs(false));
    if (!draw.says()) maybe(share, "env_file", this::files);
    maybe(share, "user", () -> draw.text("1000:1000"));
    maybe(share, "working_dir", () -> draw.text("/app/x y"));
    maybe(share, "hostname", () -> draw.text("web-{{.Task.Slot}}"));
    maybe(share, "stop_signal", () -> draw.text("SIGQUIT"));
    maybe(share, "stop_grace_period", () -> draw.text(GeneratedDeploy.TIMES));
    maybe(share, "isolation", () -> "default");
    for (var key : List.of("tty", "stdin_open", "read_only")) {
      maybe(share, key, () -> draw.cast(draw.flag()));
    }
    maybe(share, "restart", () -> draw.text(List.of("always", "unless-stopped", "on-failure:3")));
    maybe(share, "dns", () -> oneOrMore(draw.text("10.0.0.2"), List.of("10.0.0.3", "10.0.0.2")));
    maybe(share, "dns_search", () -> oneOrMore("example.com", draw.texts(2, draw::anything)));
    maybe(share, "extra_hosts", this::hosts);
    maybe(share, "sysctls", this::sysctls);
    maybe(share, "cap_add", this::capabilities);
    maybe(share, "cap_drop", this::capabilities);
    maybe(share, "ulimits", this::ulimits);
    maybe(share, "logging", this::logging);
    maybe(share, "x-note", draw::word);
    maybe(share, "volumes", () -> new GeneratedMounts(draw, top).mounts());
    if (!top.networks().isEmpty()) maybe(share, "networks", this::networks);
    if (!top.configs().isEmpty()) maybe(share, "configs", () -> references(top.configs()));
    if (!top.secrets().isEmpty()) maybe(share, "secrets", () -> references(top.secrets()));
    maybe(share, "ports", ports::some);
    maybe(
        share * 2,
        "deploy",
        () -> new GeneratedDeploy(draw).some(global, draw.alone() && !ports.ofService()));
  }

  /** Over a list of an earlier file the CLI takes lists alone, and over a text texts. */
  private Object oneOrMore(Object one, List<Object> more) {
    return draw.meets() ? draw.one(more, List.of(one)) : draw.one(one, more);
  }

  private Object command() {
    return draw.one(
        draw.text("serve --port 80"),
        draw.text("a 'b c' \"d\\\"e\" f\\ g"),
        "sh -c 'echo $$HOME'",
        draw.says() ? "serve" : List.of(),
        draw.texts(3, draw::anything));
  }

  /**
   * @param saying whether all have a value
   */
  private Object pairs(boolean saying) {
    return draw.one(mapping(saying), draw.texts(3, () -> draw.one(NAMES) + value(saying)));
  }

  private Map<String, Object> mapping(boolean saying) {
    var out = new LinkedHashMap<String, Object>();
    for (var name : draw.some(NAMES)) {
      if (!saying && draw.chance(0.1)) out.put(name, null);
      else if (draw.chance(0.3)) out.put(name, draw.number());
      else out.put(name, draw.text(saying ? "said " + draw.anything() : draw.anything()));
    }
    return out;
  }

  private String value(boolean saying) {
    var said = draw.one("=1", "=a b", "=c=d", "='e'", "=\"f\"", "=p$w");
    return saying ? said : draw.one("", "=", said, said);
  }

  private Object files() {
    return draw.one(top.environmentFile(), List.of("a.env", "sub/b.env"));
  }

  private Object sysctls() {
    return draw.one(
        Map.of("net.core.somaxconn", draw.one(1024, draw.text("1024"))),
        List.of("net.core.somaxconn=1024", "a.b=0"));
  }

  private Object hosts() {
    var named = new LinkedHashMap<String, Object>();
    var names = draw.says() ? List.<String>of() : draw.some(List.of("db", "cache"));
    for (var name : names) named.put(name, draw.text(ADDRESSES));
    return draw.one(named, draw.texts(2, () -> "db" + draw.one(":", "=") + draw.one(ADDRESSES)));
  }

  private Object capabilities() {
    return draw.some(List.of("NET_ADMIN", "CAP_SYS_TIME", "chown", "ALL"));
  }

  private Object ulimits() {
    var out = new TreeMap<String, Object>();
    for (var name : draw.some(List.of("nproc", "nofile"))) {
      var both = Draw.map("soft", draw.cast(1024), "hard", draw.cast(2048));
      out.put(name, draw.one(draw.cast(65535), both));
    }
    return out;
  }

  private Object logging() {
    var out = new LinkedHashMap<String, Object>();
    if (draw.meets() || draw.chance(0.8))
      out.put("driver", draw.text(List.of("json-file", "syslog")));
    if (draw.meets() || draw.chance(0.6))
      out.put("options", Draw.map("max-size", draw.text("10m"), "n", 3));
    return out;
  }

  private Object credentials() {
    // The CLI finds those alone that are called as the file calls them.
    var unknown = draw.deployed() ? "(named|ext).*" : "named.*";
    var config = top.configs().stream().filter(c -> !c.matches(unknown)).findFirst();
    return config.isPresent() && draw.chance(0.5)
        ? Map.of("config", config.get())
        : Map.of(draw.one("file", "registry"), draw.text("spec.json"));
  }

  private Object healthcheck() {
    if (draw.chance(0.15)) return Map.of("disable", draw.cast(true));
    var out = new LinkedHashMap<String, Object>();
    if (draw.chance(0.7)) {
      out.put(
          "test",
          draw.one(
              draw.text("curl -f http://localhost || exit 1"),
              List.of("CMD", "a", "b c"),
              List.of("NONE")));
    }
    for (var key : draw.some(List.of("interval", "timeout", "start_period", "start_interval"))) {
      out.put(key, draw.text(GeneratedDeploy.TIMES));
    }
    if (draw.chance(0.4)) out.put("retries", draw.cast(draw.count(5)));
    return out;
  }

  private Object networks() {
    var some = draw.some(top.networks());
    if (draw.says() || draw.chance(0.4)) return some;
    var out = new LinkedHashMap<String, Object>();
    for (var name : some) {
      var options = new LinkedHashMap<String, Object>();
      if (draw.chance(0.5)) options.put("aliases", draw.texts(2, draw::anything));
      if (draw.chance(0.2)) options.put("driver_opts", Map.of("a", draw.text("b")));
      out.put(name, options.isEmpty() && draw.chance(0.5) ? null : options);
    }
    return out;
  }

  private Object references(List<String> of) {
    var out = new ArrayList<>();
    for (var name : draw.some(of)) {
      if (draw.chance(0.5)) {
        out.add(name);
        continue;
      }
      var reference = new LinkedHashMap<String, Object>();
      reference.put("source", name);
      if (draw.chance(0.6)) reference.put("target", draw.text(top.target()));
      if (draw.chance(0.4)) reference.put("uid", draw.text("1000"));
      if (draw.chance(0.4)) reference.put("gid", "0");
      if (draw.chance(0.6)) reference.put("mode", draw.one(new Plain("0440"), 256, draw.cast(292)));
      out.add(reference);
    }
    return out;
  }

  private Object dependsOn(List<String> before) {
    var on = draw.some(before);
    if (!draw.all() || draw.chance(0.5)) return on;
    var out = new LinkedHashMap<String, Object>();
    for (var name : on) {
      var want = Draw.map("condition", draw.one("service_started", "service_healthy"));
      if (draw.chance(0.3)) want.put("required", draw.flag());
      out.put(name, want);
    }
    return out;
  }

  /** What only Skep reads. */
  private void more() {
    maybe(0.2, "tmpfs", () -> draw.one("/run", List.of("/tmp:size=64m,mode=1777")));
    maybe(0.2, "label_file", () -> draw.one("a.labels", List.of("a.labels")));
    maybe(0.1, "profiles", () -> List.of("debug"));
    maybe(0.1, "scale", () -> 3);
    maybe(0.1, "user", () -> new Plain("1000"));
    maybe(0.2, "oom_score_adj", () -> draw.one(-500, 0, 1000));
    if (draw.chance(0.15)
        && draw.alone()
        && !keys.containsKey("deploy")
        && !keys.containsKey("restart")) {
      keys.put("deploy", Map.of("labels", Map.of("dev.skep.job", draw.one(true, "true"))));
      keys.put("x-skep", Map.of("job", Draw.map("backoffLimit", draw.upTo(5), "deadline", "1h")));
    }
    if (draw.chance(0.2)) {
      var absent = Draw.map("path", "none.env", "required", false);
      keys.put("env_file", List.of(absent, Draw.map("path", "a.env", "format", "raw")));
    }
  }
}
