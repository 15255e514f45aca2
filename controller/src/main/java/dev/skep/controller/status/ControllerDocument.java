package dev.skep.controller.status;

import dev.skep.controller.print.Words;
import dev.skep.model.StackStatus.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code status/controller.yaml}: whether Skep itself is well. */
public final class ControllerDocument {

  /**
   * What the controller knows of itself.
   *
   * @param leader who holds the lease, if that is known; ourselves when we lead
   * @param engine such as {@code 28.5.2}
   * @param revision the commit that the desired state is read from, where it has commits
   * @param api such as {@code 1.51}
   * @param faults what does not work now, for people; empty when all is well
   * @param stacks how many there are in each phase
   */
  public record Standing(
      boolean leading,
      Optional<String> leader,
      Instant startedAt,
      String version,
      String engine,
      String api,
      Optional<Revision> revision,
      List<String> faults,
      Map<Phase, Integer> stacks) {
    public Standing {
      faults = List.copyOf(faults);
      stacks = Map.copyOf(stacks);
    }
  }

  /** A commit, as people name it, and when it was taken. */
  public record Revision(String commit, Instant at, String by, String subject) {
    Map<String, Object> fields() {
      return new Fields()
          .put("commit", commit)
          .put("at", at)
          .put("by", by)
          .put("subject", subject)
          .map();
    }
  }

  private ControllerDocument() {}

  public static Map<String, Object> of(Standing standing, Witness witness) {
    var lease = new Fields()
        .put("role", standing.leading() ? "leader" : "standby")
        .put("leader", standing.leader().orElse("unknown"));
    if (witness.epoch() >= 0) lease.put("epoch", witness.epoch());
    var stacks = new Fields();
    for (var phase : Phase.values()) {
      int count = standing.stacks().getOrDefault(phase, 0);
      if (count > 0) stacks.put(Words.camel(phase), count);
    }
    var engine = new Fields().put("version", standing.engine()).put("api", standing.api());
    var body = new Fields()
        .put("heartbeat", witness.now())
        .put("holder", witness.holder())
        .put("version", standing.version())
        .put("startedAt", standing.startedAt())
        .put("lease", lease.map())
        .put("source", witness.source())
        .put("revision", standing.revision().map(Revision::fields).orElse(Map.of()))
        .put("engine", engine.map())
        .put("stacks", stacks.map())
        .put("faults", standing.faults());
    return Documents.of("Controller", Documents.metadata("skep", witness), body.map());
  }
}
