package dev.skep.manifests;

import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A service's mounts: volumes in both forms, and {@code tmpfs}. */
final class Mounts {
  private static final Set<String> PROPAGATIONS =
      Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

  private static final Set<String> ACCESS = Set.of("ro", "rw", "");

  private final Volumes volumes;
  private final Scope scope;
  private final String path;
  private final List<Tree> mounts = new ArrayList<>();
  private final Set<String> targets = new HashSet<>();

  private Mounts(String path, Volumes volumes, Scope scope) {
    this.path = path;
    this.volumes = volumes;
    this.scope = scope;
  }

  static Tree.Arr of(Fields service, Volumes volumes, Scope scope) {
    var mounts = new Mounts(service.path("volumes"), volumes, scope);
    for (var item : service.items("volumes")) {
      if (item instanceof Yaml.Mapping) mounts.longForm(item);
      else
        Values.text(item, mounts.path, scope.problems())
            .ifPresent(text -> mounts.shortForm(text, item.place()));
    }
    for (var item : service.itemsOrOne("tmpfs")) {
      Values.text(item, service.path("tmpfs"), scope.problems())
          .ifPresent(text -> mounts.tmpfs(text, item.place(), service.path("tmpfs")));
    }
    return new Tree.Arr(mounts.mounts);
  }

  private void shortForm(String text, Place place) {
    var parts = text.split(":", -1);
    if (parts.length > 3 || parts[0].isEmpty() || parts[Math.min(1, parts.length - 1)].isEmpty()) {
      bad(text, place);
      return;
    }
    if (parts.length > 1 && parts[0].matches("[a-zA-Z]")) {
      scope
          .problems()
          .error(
              place,
              path + ": " + Problems.quote(text) + " reads as a Windows drive; use a longer name");
      return;
    }
    var options = parts.length == 3 ? List.of(parts[2].split(",")) : List.<String>of();
    boolean anonymous = parts.length == 1;
    var source = anonymous ? "" : parts[0];
    boolean bind = !source.isEmpty() && "./~".indexOf(source.charAt(0)) >= 0;
    var draft =
        new Draft().set("Type", bind ? "bind" : "volume").set("Target", parts[anonymous ? 0 : 1]);
    if (options.contains("ro")) draft.set("ReadOnly", Tree.of(true));
    if (bind) {
      bind(draft, source, place);
      options.stream()
          .filter(PROPAGATIONS::contains)
          .reduce((a, b) -> b)
          .ifPresent(p -> draft.set("BindOptions.Propagation", p));
    } else if (!anonymous) {
      volume(draft, source, place);
      if (options.contains("nocopy")) draft.set("VolumeOptions.NoCopy", Tree.of(true));
    }
    var honoured = bind ? PROPAGATIONS : Set.of("nocopy");
    options.stream()
        .filter(option -> !ACCESS.contains(option) && !honoured.contains(option))
        .forEach(option -> unhonoured(option, place, path));
    add(draft, place);
  }

  private void unhonoured(String option, Place place, String key) {
    scope
        .problems()
        .warning(place, key + ": Swarm cannot honour the option " + Problems.quote(option));
  }

  private void bad(String text, Place place) {
    scope
        .problems()
        .error(
            place,
            path + ": cannot read " + Problems.quote(text)
                + "; write volume:/path, /host/path:/path or /path, with :ro at the end if read-only");
  }

  private void bind(Draft draft, String source, Place place) {
    if (scope.request().strict() && !source.startsWith("/")) {
      scope
          .problems()
          .warning(
              place,
              path + ": " + Problems.quote(source) + " is read from the stack's folder, which the"
                  + " nodes that run the tasks may not have; write an absolute path, or use a config");
    }
    scope.sources().absolute(source, place, path).ifPresent(s -> draft.set("Source", s));
  }

  private void volume(Draft draft, String key, Place place) {
    Optional<Volumes.Volume> volume = volumes.get(key);
    if (volume.isEmpty()) {
      scope
          .problems()
          .error(
              place,
              path + ": undefined volume " + Problems.quote(key)
                  + ", declare it under the top-level `volumes:`"
                  + Suggest.meant(key, volumes.keys()));
      return;
    }
    draft.set("Source", volume.get().name());
    draft.keep("VolumeOptions", volume.get().options());
  }

  private void tmpfs(String text, Place place, String key) {
    int colon = text.indexOf(':');
    var draft =
        new Draft().set("Type", "tmpfs").set("Target", colon < 0 ? text : text.substring(0, colon));
    for (var option : colon < 0 ? new String[0] : text.substring(colon + 1).split(",")) {
      var size = option.startsWith("size=") ? Units.bytes(option.substring(5)) : null;
      if (size != null && size.isPresent()) {
        draft.set("TmpfsOptions.SizeBytes", size);
      } else if (option.matches("mode=0?[0-7]{1,4}")) {
        draft.set("TmpfsOptions.Mode", Tree.of(Long.parseLong(option.substring(5), 8)));
      } else if (!option.isEmpty()) {
        unhonoured(option, place, key);
      }
    }
    add(draft, place);
  }

  private void longForm(Yaml item) {
    var fields = Fields.of(item, path, scope.problems());
    var type = fields.text("type").orElse("volume");
    var source = fields.text("source").orElse("");
    var draft = new Draft().set("Type", type);
    fields
        .text("target")
        .ifPresentOrElse(
            target -> draft.set("Target", target),
            () -> scope
                .problems()
                .error(item.place(), path + ": target, the container's path, is missing"));
    fields.flag("read_only").ifPresent(ro -> draft.set("ReadOnly", Tree.of(ro)));
    fields.text("consistency").ifPresent(c -> draft.set("Consistency", c));
    source(fields, type, source, draft);
    MountOptions.read(fields, type, draft, scope.problems());
    fields.finish();
    add(draft, item.place());
  }

  private void source(Fields fields, String type, String source, Draft draft) {
    var place = fields.place(fields.has("source") ? "source" : "target");
    switch (type) {
      case "volume" -> {
        if (!source.isEmpty()) volume(draft, source, place);
      }
      case "bind", "npipe" -> {
        if (source.isEmpty()) missing(place, type);
        else if (type.equals("bind")) bind(draft, source, place);
        else draft.set("Source", source);
      }
      case "tmpfs" -> {
        if (!source.isEmpty()) {
          scope.problems().error(place, path + ": a tmpfs has no source; delete it");
        }
      }
      case "cluster" -> cluster(draft, source, place);
      case "image" ->
        scope
            .problems()
            .error(
                fields.place("type"),
                path + ".type: Swarm mounts no images; copy the files into the service's own image,"
                    + " or mount a volume");
      default ->
        scope
            .problems()
            .error(
                fields.place("type"),
                path + ".type: expected volume, bind, tmpfs, npipe or cluster, found "
                    + Problems.quote(type));
    }
  }

  private void cluster(Draft draft, String source, Place place) {
    if (source.isEmpty()) missing(place, "cluster");
    else if (source.startsWith("group:")) draft.set("Source", source);
    else
      volumes
          .get(source)
          .ifPresentOrElse(v -> draft.set("Source", v.name()), () -> volume(draft, source, place));
    draft.keep("ClusterOptions", Tree.Obj.EMPTY);
  }

  private void missing(Place place, String type) {
    scope.problems().error(place, path + ": a mount of type " + type + " needs a source");
  }

  private void add(Draft draft, Place place) {
    var mount = draft.tree();
    var target = mount.text("Target").orElse("");
    if (!target.isEmpty() && !targets.add(target)) {
      scope
          .problems()
          .error(
              place,
              path + ": two mounts have the target " + Problems.quote(target) + "; keep one");
    }
    mounts.add(mount);
  }
}
