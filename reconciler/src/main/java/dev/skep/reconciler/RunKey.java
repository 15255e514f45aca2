package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.Hash;
import dev.skep.model.JobOrders;
import dev.skep.model.JobRecord;
import dev.skep.model.RunPart;
import dev.skep.model.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names what a job does: two specs with the same key do the same work, so that one success serves
 * for both. Counts: image, entrypoint, command, environment, user, working directory, mounts, the
 * content of our configs and secrets, and external ones by name; on how many tasks, where that is
 * not one. Does not count: networks, ids, labels, placement, resources, logging, policy.
 *
 * <p>The key begins with the version of this algorithm. Whoever changes what counts makes a new
 * version and keeps the old one in {@link RunKeys}, because a recorded key is compared under the
 * version that it names.
 */
final class RunKey {
  private static final int LENGTH = 26;
  private static final int BRIEF = 11;
  private static final char TOKEN = '+';
  private static final Pattern SLOT =
      Pattern.compile("\\+\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

  /** Fields of the ContainerSpec; the other parts are put together from several. */
  private static final Map<RunPart, String> FIELDS = new EnumMap<>(Map.of(
      RunPart.IMAGE, "Image",
      RunPart.ENTRYPOINT, "Command",
      RunPart.COMMAND, "Args",
      RunPart.ENV, "Env",
      RunPart.USER, "User",
      RunPart.DIR, "Dir"));

  private static final Map<RunPart, String> OTHERS = Map.of(
      RunPart.MOUNTS,
      "Mounts",
      RunPart.CONFIGS,
      DesiredPayload.Kind.CONFIG.name(),
      RunPart.SECRETS,
      DesiredPayload.Kind.SECRET.name(),
      RunPart.TASKS,
      "Tasks");

  private RunKey() {}

  /**
   * @param parts those that count; a key of some parts never equals one of others
   */
  static String v1(DesiredStack stack, DesiredService job, Set<RunPart> parts) {
    var counted = new TreeMap<String, Tree>();
    parts(stack, job).forEach((part, value) -> {
      if (parts.contains(part)) counted.put(FIELDS.getOrDefault(part, OTHERS.get(part)), value);
    });
    var all = parts.size() == RunPart.values().length;
    var only = parts.stream().map(RunPart::text).sorted().collect(Collectors.joining(","));
    if (!all) counted.put("only", Tree.of(only));
    return "v1-" + Hash.base32(new Tree.Obj(counted).canonical(), LENGTH);
  }

  /** What the key counts; parts that the job does not have are absent. */
  static Map<RunPart, Tree> parts(DesiredStack stack, DesiredService job) {
    var container = job.spec().object("TaskTemplate", "ContainerSpec");
    var out = new EnumMap<RunPart, Tree>(RunPart.class);
    FIELDS.forEach((part, field) ->
        container.at(field).filter(t -> !t.blank()).ifPresent(t -> out.put(part, t)));
    var mounts = new ArrayList<Tree>();
    container.array("Mounts").forEach(m -> mounts.add(withoutLabels(m)));
    if (!mounts.isEmpty()) out.put(RunPart.MOUNTS, new Tree.Arr(mounts));
    for (var kind : DesiredPayload.Kind.values()) {
      var references = references(stack, container, kind);
      var part = kind == DesiredPayload.Kind.CONFIG ? RunPart.CONFIGS : RunPart.SECRETS;
      if (!references.isEmpty()) out.put(part, new Tree.Arr(references));
    }
    var width = Width.of(job.spec());
    if (!width.equals(Width.ONE)) out.put(RunPart.TASKS, Tree.of(width.text()));
    return out;
  }

  /** The key of another run of the same work. */
  static String withToken(String key, String token) {
    return key + TOKEN + token;
  }

  /** The key of the run of the same work at a slot of its schedule. */
  static String atSlot(String key, Instant slot) {
    return withToken(key, slot.toString());
  }

  /** The slot that a run is of, if it is of one. */
  static Optional<Instant> slot(String key) {
    var token = key.substring(withoutToken(key).length());
    return SLOT.matcher(token).matches()
        ? Optional.of(Instant.parse(token.substring(1)))
        : Optional.empty();
  }

  /**
   * Whether the job's record has yet to be told of a success. Of slots it keeps the newest run's
   * alone: earlier ones are passed.
   */
  static boolean unsaved(AttemptRecord attempt, Optional<JobRecord> record) {
    if (attempt.verdict() != AttemptRecord.Verdict.RUN_SUCCEEDED) return false;
    if (record.isEmpty()) return true;
    boolean earlier = slot(attempt.runKey()).isPresent()
        && !attempt.run().equals(record.get().run().id());
    return !earlier && !record.get().succeeded().contains(attempt.runKey());
  }

  /** The key of the run that orders make of a piece of work. */
  static String wanted(String base, JobOrders orders) {
    return orders
        .rerun()
        .filter(r -> r.runKey().equals(base))
        .map(r -> withToken(base, r.token()))
        .orElse(base);
  }

  static String withoutToken(String key) {
    int at = key.indexOf(TOKEN);
    return at < 0 ? key : key.substring(0, at);
  }

  /** The key as people see it. */
  static String brief(String key) {
    var base = withoutToken(key);
    return base.substring(0, Math.min(base.length(), BRIEF)) + key.substring(base.length());
  }

  private static Tree withoutLabels(Tree mount) {
    if (!(mount instanceof Tree.Obj obj)) return mount;
    var options = obj.object("VolumeOptions").without("Labels");
    return options.blank() ? obj.without("VolumeOptions") : obj.with("VolumeOptions", options);
  }

  private static List<Tree> references(
      DesiredStack stack, Tree.Obj container, DesiredPayload.Kind kind) {
    var byName = stack.payloads().stream()
        .filter(p -> p.kind() == kind)
        .collect(Collectors.toMap(DesiredPayload::name, Function.identity()));
    var out = new ArrayList<Tree>();
    for (var reference : container.array(PayloadReference.field(kind))) {
      if (!(reference instanceof Tree.Obj obj)) continue;
      var name = obj.text(PayloadReference.nameField(kind)).orElse("");
      var payload = byName.get(name);
      var content = payload == null || payload.external() ? "name:" + name : payload.hash();
      out.add(new Tree.Obj(Map.of("File", obj.object("File"), "Content", Tree.of(content))));
    }
    return out;
  }
}
