package dev.skep.manifests;

import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What runs in a task: the ContainerSpec, but for image, mounts, configs and secrets. */
final class Container {
  private static final int MOST_LIMITS = 100;

  static final String CONTAINER = "TaskTemplate.ContainerSpec.";

  private final Fields service;
  private final Draft draft;
  private final Problems problems;

  private Container(Fields service, Draft draft, Problems problems) {
    this.service = service;
    this.draft = draft;
    this.problems = problems;
  }

  static void write(Fields service, Draft draft, Scope scope) {
    var container = new Container(service, draft, scope.problems());
    draft.set(CONTAINER + "Labels", scope.stackLabelTree(LabelFiles.labels(service, scope)));
    draft.set(CONTAINER + "Env", Tree.strings(Environment.of(service, scope)));
    container.process();
    container.host();
    container.kernel();
    container.health();
    container.logging();
  }

  private void process() {
    draft.set(CONTAINER + "Command", Tree.strings(command("entrypoint")));
    draft.set(CONTAINER + "Args", Tree.strings(command("command")));
    text("user", "User");
    text("working_dir", "Dir");
    text("stop_signal", "StopSignal");
    kept(
        "StopGracePeriod",
        Durations.nanos(service, "stop_grace_period", problems).stream()
            .boxed()
            .findFirst()
            .map(Tree::of));
    kept("Init", service.flag("init").map(Tree::of));
    service.flag("tty").ifPresent(v -> draft.set(CONTAINER + "TTY", Tree.of(v)));
    service.flag("stdin_open").ifPresent(v -> draft.set(CONTAINER + "OpenStdin", Tree.of(v)));
    service.flag("read_only").ifPresent(v -> draft.set(CONTAINER + "ReadOnly", Tree.of(v)));
  }

  private void text(String key, String field) {
    service.text(key).ifPresent(v -> draft.set(CONTAINER + field, v));
  }

  private void kept(String field, Optional<? extends Tree> value) {
    value.ifPresent(v -> draft.keep(CONTAINER + field, v));
  }

  /** A list is taken as it is; a text is split as a shell would. */
  private List<String> command(String key) {
    var value = service.value(key);
    if (value.isEmpty()) return List.of();
    if (!(value.get() instanceof Yaml.Scalar)) return service.texts(key);
    var words = service.text(key).flatMap(Shlex::split);
    if (words.isEmpty()) {
      problems.error(
          value.get().place(),
          service.path(key) + ": a quote is not closed; close it, or write the words as a list");
    }
    return words.orElse(List.of());
  }

  private void host() {
    text("hostname", "Hostname");
    text("isolation", "Isolation");
    // As the CLI does it: to the engine an empty part is another one than none.
    boolean dns = service.has("dns") || service.has("dns_search");
    if (dns) draft.keep(CONTAINER + "DNSConfig", Tree.Obj.EMPTY);
    draft.set(CONTAINER + "DNSConfig.Nameservers", Tree.strings(service.textsOrOne("dns")));
    draft.set(CONTAINER + "DNSConfig.Search", Tree.strings(service.textsOrOne("dns_search")));
    draft.set(CONTAINER + "Hosts", Tree.strings(hosts()));
  }

  /** {@code host:address} or {@code host=address}; the engine wants them the other way round. */
  private List<String> hosts() {
    var out = new ArrayList<String>();
    var value = service.value("extra_hosts");
    if (value.isPresent() && value.get() instanceof Yaml.Mapping mapping) {
      new TreeMap<>(mapping.entries()).forEach((host, entry) -> {
        var all = entry.value() instanceof Yaml.Sequence s ? s.items() : List.of(entry.value());
        Values.texts(all, service.path("extra_hosts"), problems)
            .forEach(a -> out.add(host(host, a)));
      });
      return out;
    }
    for (var item : service.items("extra_hosts")) {
      Values.text(item, service.path("extra_hosts"), problems).ifPresent(text -> {
        int at = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
        if (at > 0) out.add(host(text.substring(0, at), text.substring(at + 1)));
        else Values.wrong(item, service.path("extra_hosts"), "host:address", problems);
      });
    }
    return out;
  }

  private static String host(String host, String address) {
    boolean bracketed = address.startsWith("[") && address.endsWith("]");
    return (bracketed ? address.substring(1, address.length() - 1) : address) + " " + host;
  }

  private void kernel() {
    draft.set(CONTAINER + "Sysctls", service.pairs("sysctls"));
    draft.set(CONTAINER + "Ulimits", new Tree.Arr(ulimits()));
    draft.set(CONTAINER + "OomScoreAdj", service.whole("oom_score_adj"));
    var add = capabilities("cap_add");
    var drop = capabilities("cap_drop");
    drop.removeAll(add);
    draft.set(CONTAINER + "CapabilityAdd", Tree.strings(add));
    draft.set(CONTAINER + "CapabilityDrop", Tree.strings(drop));
  }

  private TreeSet<String> capabilities(String key) {
    var out = new TreeSet<String>();
    for (var text : service.texts(key)) {
      var name = text.strip().toUpperCase(Locale.ROOT);
      boolean special = name.equals("ALL") || name.equals("RESET") || name.startsWith("CAP_");
      out.add(special ? name : "CAP_" + name);
    }
    // "All" makes every other name idle; the engine would list them for nothing.
    if (out.contains("ALL")) out.removeIf(name -> !name.equals("ALL"));
    return out;
  }

  private List<Tree> ulimits() {
    var out = new ArrayList<Tree>();
    new TreeMap<>(service.entries("ulimits", MOST_LIMITS)).forEach((name, entry) -> {
      var path = service.path("ulimits." + name);
      var limit = new Draft().set("Name", name);
      if (entry.value() instanceof Yaml.Mapping) {
        var fields = Fields.of(entry.value(), path, problems);
        limit.set("Soft", fields.whole("soft")).set("Hard", fields.whole("hard"));
        fields.finish();
      } else {
        var both = Values.whole(entry.value(), path, problems);
        limit.set("Soft", both).set("Hard", both);
      }
      out.add(limit.tree());
    });
    return out;
  }

  private void health() {
    var section = service.section("healthcheck");
    if (section.isEmpty()) return;
    var health = section.get();
    var path = CONTAINER + "Healthcheck.";
    draft.keep(CONTAINER + "Healthcheck", Tree.Obj.EMPTY);
    var value = health.value("test");
    var test = value.isPresent() && value.get() instanceof Yaml.Scalar
        ? health.text("test").map(t -> List.of("CMD-SHELL", t)).orElse(List.of())
        : health.texts("test");
    boolean disabled = health.flag("disable").orElse(false);
    if (disabled && !test.isEmpty()) {
      problems.error(
          health.place("disable"),
          health.path("disable") + ": cannot stand beside test; delete one");
    }
    draft.set(path + "Test", Tree.strings(disabled ? List.of("NONE") : test));
    Map.of(
            "interval", "Interval",
            "timeout", "Timeout",
            "start_period", "StartPeriod",
            "start_interval", "StartInterval")
        .forEach((key, field) -> {
          var nanos = Durations.nanos(health, key, problems);
          if (!disabled) draft.set(path + field, nanos);
        });
    var retries = health.natural("retries");
    if (!disabled) draft.set(path + "Retries", retries);
    health.finish();
  }

  private void logging() {
    service.section("logging").ifPresent(logging -> {
      var driver = logging.text("driver").orElse("");
      draft.keep("TaskTemplate.LogDriver", Tree.Obj.EMPTY);
      draft.set("TaskTemplate.LogDriver.Name", driver);
      draft.set("TaskTemplate.LogDriver.Options", logging.pairs("options"));
      logging.finish();
    });
  }
}
