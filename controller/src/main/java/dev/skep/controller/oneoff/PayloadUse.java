package dev.skep.controller.oneoff;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Tree;
import dev.skep.reconciler.PayloadReference;
import io.vavr.control.Either;
import java.util.Map;
import java.util.Set;

/**
 * A config or secret of the Swarm as a file of the container.
 *
 * @param target the file; below {@code /run/secrets} or below {@code /} if it is no absolute path
 */
public record PayloadUse(
    Kind kind, String source, String target, String uid, String gid, long mode) {
  private static final Set<String> KEYS = Set.of("source", "src", "target", "uid", "gid", "mode");

  /** {@code NAME}, or {@code source=NAME,target=FILE,uid=…,gid=…,mode=0440}. */
  public static Either<String, PayloadUse> parse(Kind kind, String text) {
    if (!text.contains("=") && !text.contains(",") && !text.isBlank()) {
      return Either.right(new PayloadUse(kind, text, text, "0", "0", 0444));
    }
    return LongForm.parse(text, KEYS).flatMap(fields -> {
      var source = fields.text("source", "src").orElse("");
      if (source.isEmpty()) return Either.left("'" + text + "' names no source=NAME");
      var mode = fields.text("mode").orElse("0444");
      if (!mode.matches("[0-7]{1,4}")) return Either.left("mode " + mode + " is none like 0440");
      return Either.right(new PayloadUse(
          kind,
          source,
          fields.text("target").orElse(source),
          fields.text("uid").orElse("0"),
          fields.text("gid").orElse("0"),
          Long.parseLong(mode, 8)));
    });
  }

  Tree.Obj tree(String id) {
    var file =
        Tree.strings(Map.of("Name", target, "UID", uid, "GID", gid)).with("Mode", Tree.of(mode));
    return Tree.Obj.EMPTY
        .with("File", file)
        .with(PayloadReference.nameField(kind), Tree.of(source))
        .with(PayloadReference.idField(kind), Tree.of(id));
  }
}
