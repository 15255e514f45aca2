package dev.skep.reconciler;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.util.Map;
import java.util.Set;

/**
 * Passes a hint from one controller of an owner to all others: that the repository may have moved,
 * which only the one that stands by was told of. A config is touched, and the engine announces that
 * to every manager. It says nothing else, and nobody reads it: the repository is what counts.
 */
public final class Relay {
  /** What names of these configs begin with. */
  static final String NAME_PREFIX = "skep-hint-";

  private static final String AT = Labels.of("hinted");
  private static final byte[] NO_CONTENT = {'-'};

  private final Swarm swarm;
  private final String owner;
  private final Clock clock;
  private final String name;

  public Relay(Swarm swarm, String owner, Clock clock) {
    this.swarm = swarm;
    this.owner = owner;
    this.clock = clock;
    this.name = Names.hint(owner);
  }

  /** Whether somebody of this owner passes a hint on, perhaps we ourselves. */
  public boolean heard(News news) {
    return news.kind() == News.Kind.CONFIG && news.name().equals(name);
  }

  /** Where somebody else sends one at the same time, that one will do. */
  public Either<SwarmFault, Done> send() {
    var labels = Map.of(
        Labels.OWNER, owner, Labels.KIND, "hint", AT, Long.toString(clock.now().toEpochMilli()));
    return swarm
        .payloadsNamed(Kind.CONFIG, Set.of(name))
        .flatMap(found -> found.isEmpty()
            ? swarm
                .createPayload(Kind.CONFIG, name, labels, NO_CONTENT, Tree.Obj.EMPTY)
                .map(id -> Done.DONE)
            : swarm.relabelPayload(
                Kind.CONFIG, found.getFirst().id(), found.getFirst().version(), name, labels));
  }
}
