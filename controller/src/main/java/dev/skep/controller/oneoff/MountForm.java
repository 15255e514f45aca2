package dev.skep.controller.oneoff;

import dev.skep.manifests.Units;
import dev.skep.model.Tree;
import io.vavr.control.Either;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The long form of {@code --mount}, as {@code docker run} has it. */
public final class MountForm {
  private static final Set<String> KEYS = Set.of(
      "type",
      "source",
      "src",
      "target",
      "destination",
      "dst",
      "readonly",
      "ro",
      "bind-propagation",
      "volume-nocopy",
      "volume-driver",
      "volume-opt",
      "tmpfs-size",
      "tmpfs-mode");
  private static final Set<String> TYPES = Set.of("bind", "volume", "tmpfs");

  private MountForm() {}

  /** {@code type=bind,source=/srv,target=/data,readonly}. */
  public static Either<String, Tree.Obj> parse(String text) {
    return LongForm.parse(text, KEYS).flatMap(fields -> {
      var type = fields.text("type").orElse("volume");
      var wrong = wrong(fields, type);
      return wrong.isPresent()
          ? Either.left("'" + text + "' " + wrong.get())
          : Either.right(tree(fields, type));
    });
  }

  private static Optional<String> source(LongForm fields) {
    return fields.text("source", "src");
  }

  private static Optional<String> target(LongForm fields) {
    return fields.text("target", "destination", "dst");
  }

  private static Optional<String> wrong(LongForm fields, String type) {
    if (!TYPES.contains(type)) return Optional.of("has a type that is none of bind, volume, tmpfs");
    if (target(fields).filter(t -> t.startsWith("/")).isEmpty())
      return Optional.of("needs target=PATH, an absolute one");
    if (type.equals("bind") && source(fields).filter(s -> s.startsWith("/")).isEmpty())
      return Optional.of("needs source=PATH, an absolute one on the node");
    if (type.equals("tmpfs") && source(fields).isPresent())
      return Optional.of("is a tmpfs, which has no source");
    if (fields.text("tmpfs-size").filter(s -> Units.bytes(s).isEmpty()).isPresent())
      return Optional.of("has a tmpfs-size that is none like 64m");
    if (fields.text("tmpfs-mode").filter(m -> !m.matches("[0-7]{1,4}")).isPresent())
      return Optional.of("has a tmpfs-mode that is none like 1777");
    for (var other : TYPES) {
      if (!other.equals(type)
          && fields.fields().stream().anyMatch(f -> f.key().startsWith(other + "-")))
        return Optional.of("has options of type " + other);
    }
    return Optional.empty();
  }

  private static Tree.Obj tree(LongForm fields, String type) {
    var out = Tree.Obj.EMPTY
        .with("Type", Tree.of(type))
        .with("Target", Tree.of(target(fields).orElse("")));
    if (source(fields).isPresent())
      out = out.with("Source", Tree.of(source(fields).get()));
    if (fields.flag("readonly", "ro")) out = out.with("ReadOnly", Tree.of(true));
    var options = options(fields);
    for (var path : options.keySet()) out = out.with(List.of(path.split("\\.")), options.get(path));
    return out;
  }

  private static TreeMap<String, Tree> options(LongForm fields) {
    var out = new TreeMap<String, Tree>();
    fields.text("bind-propagation").ifPresent(p -> out.put("BindOptions.Propagation", Tree.of(p)));
    if (fields.flag("volume-nocopy")) out.put("VolumeOptions.NoCopy", Tree.of(true));
    fields
        .text("volume-driver")
        .ifPresent(d -> out.put("VolumeOptions.DriverConfig.Name", Tree.of(d)));
    var given = new TreeMap<String, String>();
    for (var option : fields.texts("volume-opt")) {
      int equals = option.indexOf('=');
      given.put(
          equals < 0 ? option : option.substring(0, equals),
          equals < 0 ? "" : option.substring(equals + 1));
    }
    if (!given.isEmpty()) out.put("VolumeOptions.DriverConfig.Options", Tree.strings(given));
    fields
        .text("tmpfs-size")
        .ifPresent(s -> out.put("TmpfsOptions.SizeBytes", Tree.of(Units.bytes(s).orElse(0))));
    fields
        .text("tmpfs-mode")
        .ifPresent(m -> out.put("TmpfsOptions.Mode", Tree.of(Long.parseLong(m, 8))));
    return out;
  }
}
