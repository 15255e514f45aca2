package dev.skep.controller.status;

import dev.skep.controller.print.Words;
import dev.skep.model.StackStatus.Phase;
import dev.skep.reconciler.StoreMark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code status/controller.yaml}: whether Skep itself is well. */
public final class ControllerDocument {
  static final String FILE = "controller.yaml";

  /** Moves all the time. */
  static final String STORE = "store";

  /**
   * What the controller knows of itself.
   *
   * @param leader who holds the lease, if that is known; ourselves when we lead
   * @param engine such as {@code 28.5.2}
   * @param revision the commit that the desired state is read from, where it has commits
   * @param api such as {@code 1.51}
   * @param store for whoever comes after us on this machine
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
      Store store,
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

  /** How far the store of a Swarm had come: a backup that is restored tells nobody what it lost. */
  public record Store(String swarm, StoreMark mark) {
    private Map<String, Object> fields() {
      if (mark.equals(StoreMark.NONE)) return Map.of();
      return new Fields()
          .put("swarm", swarm)
          .put("era", mark.era())
          .put("epoch", mark.epoch())
          .put("renewals", mark.renewals())
          .put("index", mark.index())
          .map();
    }

    private static Optional<Store> of(Map<?, ?> fields) {
      return Optional.ofNullable(fields.get("swarm"))
          .map(swarm -> new Store(
              swarm.toString(),
              new StoreMark(
                  number(fields, "era"),
                  number(fields, "epoch"),
                  number(fields, "renewals"),
                  number(fields, "index"))));
    }

    private static long number(Map<?, ?> fields, String key) {
      return fields.get(key) instanceof Number n ? n.longValue() : 0;
    }
  }

  private ControllerDocument() {}

  /** What the file in this folder says of the store of this Swarm; nothing where there is none. */
  public static StoreMark mark(Path folder, String owner, String swarm) {
    return new OldFiles(folder)
        .read(folder.resolve(FILE))
        .filter(d -> d.get("metadata") instanceof Map<?, ?> m && owner.equals(m.get("owner")))
        .flatMap(d -> d.get("status") instanceof Map<?, ?> s && s.get(STORE) instanceof Map<?, ?> f
            ? Store.of(f)
            : Optional.empty())
        .filter(store -> store.swarm().equals(swarm))
        .map(Store::mark)
        .orElse(StoreMark.NONE);
  }

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
        .put(STORE, standing.store().fields())
        .put("stacks", stacks.map())
        .put("faults", standing.faults());
    return Documents.of("Controller", Documents.metadata("skep", witness), body.map());
  }
}
