package dev.skep.controller.status;

import dev.skep.model.AttemptRecord;
import dev.skep.model.OneShotStatus;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.ServiceRow;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The documents of what is on the Swarm, for programs: those of the status files, as one who has
 * looked only once can write them. So no condition says since when.
 */
public final class Listing {
  private final Witness witness;
  private final LogTails logs;

  public Listing(Witness witness, LogTails logs) {
    this.witness = witness;
    this.logs = logs;
  }

  /** Several documents in one, as in Kubernetes. */
  public static Map<String, Object> list(List<Map<String, Object>> items) {
    var list = new Fields()
        .put("apiVersion", Documents.API_VERSION)
        .put("kind", "List")
        .map();
    list.put("items", items);
    return list;
  }

  public List<Map<String, Object>> stacks(List<StackStatus> stacks) {
    return stacks.stream()
        .map(stack -> StatusDocument.of(stack, witness, Map.of(), logs))
        .toList();
  }

  public List<Map<String, Object>> services(List<StackStatus> stacks) {
    return stacks.stream()
        .flatMap(stack -> stack.services().stream().map(row -> service(stack.stack(), row)))
        .toList();
  }

  private Map<String, Object> service(String stack, ServiceRow row) {
    var metadata = new Fields()
        .put("name", stack + "_" + row.name())
        .put("stack", stack)
        .put("service", row.name())
        .put("owner", witness.owner());
    var status = StatusDocument.standing(new Fields(), row)
        .put("observedAt", witness.now())
        .put("writer", Documents.writer(witness));
    return Documents.of("Service", metadata.map(), status.map());
  }

  /**
   * @param attempts all that are recorded, oldest first
   * @param oneShots that nobody committed
   */
  public List<Map<String, Object>> jobs(
      List<StackStatus> stacks, List<AttemptRecord> attempts, List<OneShotStatus> oneShots) {
    var committed = stacks.stream()
        .flatMap(stack -> stack.jobs().stream().map(row -> {
          var own = attempts.stream()
              .filter(a -> a.stack().equals(stack.stack()) && a.job().equals(row.name()))
              .toList();
          return JobDocument.of(stack.stack(), row, own, witness, logs);
        }));
    var others = oneShots.stream().map(shot -> OneShotDocument.of(shot, witness, logs));
    return Stream.concat(committed, others).toList();
  }
}
