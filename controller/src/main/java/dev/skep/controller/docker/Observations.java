package dev.skep.controller.docker;

import dev.skep.model.DesiredPayload;
import dev.skep.model.LockedImage;
import dev.skep.model.ObservedNetwork;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The engine's JSON objects as observed records. Missing fields are the engine's zero values. */
final class Observations {
  private static final String SPEC = "Spec";

  /** Twice the spec again, and of no use here. */
  static final Json.Drop OF_SERVICES =
      new Json.Drop(false, Map.of("PreviousSpec", Json.Drop.ALL, "Endpoint", Json.Drop.ALL));

  static final Json.Drop OF_TASKS = Json.Drop.field("NetworksAttachments", Json.Drop.ALL);

  /** A list of configs comes with all their contents. */
  static final Json.Drop OF_PAYLOADS =
      Json.Drop.field(SPEC, Json.Drop.field("Data", Json.Drop.ALL));

  private Observations() {}

  static ObservedService service(Tree.Obj json) {
    return new ObservedService(
        text(json, "ID"),
        version(json),
        time(json, "CreatedAt"),
        time(json, "UpdatedAt"),
        json.object(SPEC),
        json.text("UpdateStatus", "State").filter(s -> !s.isEmpty()),
        filled(json, "UpdateStatus", "StartedAt").map(t -> time(json, "UpdateStatus", "StartedAt")),
        (int) json.number("ServiceStatus", "RunningTasks").orElse(0),
        (int) json.number("ServiceStatus", "DesiredTasks").orElse(0),
        json.number("JobStatus", "JobIteration", "Index").orElse(0));
  }

  static ObservedTask task(Tree.Obj json) {
    var state = TaskState.of(text(json, "Status", "State"));
    return new ObservedTask(
        text(json, "ID"),
        text(json, "ServiceID"),
        filled(json, "NodeID"),
        state,
        text(json, "DesiredState"),
        text(json, "Status", "Message"),
        filled(json, "Status", "Err"),
        exitCode(json, state),
        filled(json, "Status", "ContainerStatus", "ContainerID"),
        time(json, "CreatedAt"),
        time(json, "Status", "Timestamp"),
        json.object(SPEC),
        json.number("Slot").orElse(0),
        json.number("JobIteration", "Index").orElse(0));
  }

  /** A zero is a real exit code only where a container was made and has ended. */
  private static OptionalInt exitCode(Tree.Obj json, TaskState state) {
    int code = (int) json.number("Status", "ContainerStatus", "ExitCode").orElse(0);
    boolean ended = state.terminal()
        && (code != 0
            || filled(json, "Status", "ContainerStatus", "ContainerID").isPresent());
    return ended ? OptionalInt.of(code) : OptionalInt.empty();
  }

  static ObservedNode node(Tree.Obj json) {
    return new ObservedNode(
        text(json, "ID"),
        text(json, "Description", "Hostname"),
        text(json, "Status", "State"),
        text(json, SPEC, "Availability"),
        time(json, "UpdatedAt"));
  }

  static ObservedNetwork network(Tree.Obj json) {
    return new ObservedNetwork(
        text(json, "Id"), text(json, "Name"), text(json, "Scope"), json.strings("Labels"));
  }

  static ObservedPayload payload(DesiredPayload.Kind kind, Tree.Obj json) {
    return new ObservedPayload(
        kind,
        text(json, "ID"),
        version(json),
        time(json, "CreatedAt"),
        text(json, SPEC, "Name"),
        json.strings(SPEC, "Labels"),
        json.object(SPEC).without("Name").without("Labels").without("Data"));
  }

  /** Empty if there is no digest. Platforms are taken as the Docker CLI takes them. */
  static Optional<LockedImage> image(Tree.Obj json) {
    var platforms = json.array("Platforms").stream()
        .filter(Tree.Obj.class::isInstance)
        .map(platform -> platform((Tree.Obj) platform))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
    return filled(json, "Descriptor", "digest")
        .filter(digest -> digest.contains(":"))
        .map(digest -> new LockedImage(digest, platforms));
  }

  /** Variants of arm say little about what runs where; unknown ones are papers, not programs. */
  private static Optional<String> platform(Tree.Obj json) {
    var os = text(json, "os");
    var architecture = text(json, "architecture");
    if (os.isEmpty() || os.equals("unknown") || architecture.equals("unknown"))
      return Optional.empty();
    return Optional.of(os + "/" + (architecture.equalsIgnoreCase("arm") ? "" : architecture));
  }

  private static long version(Tree.Obj json) {
    return json.number("Version", "Index").orElse(0);
  }

  private static String text(Tree.Obj json, String... path) {
    return json.text(path).orElse("");
  }

  private static Optional<String> filled(Tree.Obj json, String... path) {
    return json.text(path).filter(s -> !s.isEmpty());
  }

  private static Instant time(Tree.Obj json, String... path) {
    try {
      return Instant.parse(text(json, path));
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
