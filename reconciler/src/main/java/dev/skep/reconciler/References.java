package dev.skep.reconciler;

import dev.skep.model.DesiredNetwork;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedNetwork;
import dev.skep.model.ObservedPayload;
import dev.skep.model.StackRecord;
import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Networks, configs and secrets of a stack: which exist, which must be made, and a service's spec
 * with the names of these replaced by what the engine knows them by.
 *
 * <p>A config or secret cannot change its content. It keeps its name while the content stays; new
 * content gets the name with {@code -<n>} behind it, and the services that use it follow.
 */
final class References {
  private record Found(String name, String id) {}

  private static final String NEW = "new";

  private final DesiredStack desired;
  private final Observation observed;
  private final String owner;
  private final Ledger ledger;
  private final boolean reportOnly;
  private final boolean foreseen;
  private final Map<String, StackRecord.Payload> known;
  private final Map<String, StackRecord.Payload> ours = new HashMap<>();
  private final Map<String, Found> payloads = new HashMap<>();
  private final List<Action> actions = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  References(Snapshot snapshot) {
    this(snapshot, false);
  }

  /** As if all that has to be made were there, under ids that nothing has. */
  static References foreseen(Snapshot snapshot) {
    return new References(snapshot, true);
  }

  private References(Snapshot snapshot, boolean foreseen) {
    this.ledger = snapshot.ledger();
    this.reportOnly = snapshot.reportOnly();
    // What may not be made is compared as if it were there.
    this.foreseen = foreseen || reportOnly;
    this.desired = snapshot.desired();
    this.observed = snapshot.observation();
    this.owner = snapshot.owner();
    this.known = ledger.stack().map(s -> s.value().inventory().payloads()).orElse(Map.of());
    desired.networks().values().forEach(this::network);
    desired.payloads().forEach(this::payload);
  }

  /** What must be made or marked first. */
  List<Action> actions() {
    return reportOnly
        ? actions.stream().filter(a -> a instanceof Action.MarkPayload).toList()
        : actions;
  }

  /** Configs and secrets that are ours and in use, for the stack's record. */
  Map<String, StackRecord.Payload> ours() {
    return ours;
  }

  /** External objects that are not there, and how to mend it. */
  List<String> missing() {
    return missing;
  }

  /** The spec as it can be sent; empty while something it refers to does not exist. */
  Optional<Tree.Obj> resolve(Tree.Obj spec) {
    var task = spec.object("TaskTemplate");
    var networks = new ArrayList<Tree>();
    for (var network : task.array("Networks")) {
      var target = ((Tree.Obj) network).text("Target").orElse("");
      var found = observed.networkNamed(target).map(ObservedNetwork::id);
      if (found.isEmpty() && !foreseen) return Optional.empty();
      networks.add(((Tree.Obj) network).with("Target", Tree.of(found.orElse(NEW))));
    }
    if (!networks.isEmpty()) task = task.with("Networks", new Tree.Arr(networks));
    var container = task.object("ContainerSpec");
    var account = PayloadReference.credentials(container);
    if (account.isPresent()) {
      var found = payloads.get(DesiredPayload.Kind.CONFIG + " " + account.get());
      if (found == null) return Optional.empty();
      container = PayloadReference.withCredentials(container, found.id());
    }
    for (var kind : DesiredPayload.Kind.values()) {
      var resolved = references(container, kind);
      if (resolved.isEmpty()) return Optional.empty();
      if (!resolved.get().items().isEmpty()) {
        container = container.with(PayloadReference.field(kind), resolved.get());
      }
    }
    return Optional.of(spec.with("TaskTemplate", task.with("ContainerSpec", container)));
  }

  private Optional<Tree.Arr> references(Tree.Obj container, DesiredPayload.Kind kind) {
    var out = new ArrayList<Tree>();
    for (var reference : container.array(PayloadReference.field(kind))) {
      var obj = (Tree.Obj) reference;
      var name = obj.text(PayloadReference.nameField(kind)).orElse("");
      var found = payloads.get(kind + " " + name);
      if (found == null) return Optional.empty();
      out.add(obj.with(PayloadReference.nameField(kind), Tree.of(found.name()))
          .with(PayloadReference.idField(kind), Tree.of(found.id())));
    }
    return Optional.of(new Tree.Arr(out));
  }

  private void network(DesiredNetwork network) {
    if (observed.networkNamed(network.name()).isPresent()) return;
    if (network.external()) {
      missing.add("network " + network.name() + " does not exist; make it: docker network create"
          + " --driver overlay --attachable " + network.name());
    } else {
      actions.add(new Action.CreateNetwork(network, "not there yet"));
    }
  }

  private void payload(DesiredPayload payload) {
    var sameName = observed.payloads().stream()
        .filter(p -> p.kind() == payload.kind())
        .filter(p -> rotation(payload.name(), p.name()) >= 0)
        .toList();
    var key = payload.kind() + " " + payload.name();
    if (payload.external()) {
      sameName.stream()
          .filter(p -> p.name().equals(payload.name()))
          .findFirst()
          .ifPresentOrElse(
              p -> payloads.put(key, new Found(p.name(), p.id())), () -> missing(payload));
      return;
    }
    var same = sameName.stream().filter(p -> holds(p, payload)).findFirst();
    if (same.isPresent()) {
      use(payload, same.get());
      return;
    }
    if (!payload.known()) {
      missing.add("what " + Action.words(payload) + " held at revision " + desired.revision()
          + " is no longer on the Swarm; push it anew");
      return;
    }
    int last = sameName.stream()
        .mapToInt(p -> rotation(payload.name(), p.name()))
        .max()
        .orElse(-1);
    var name = last < 0 ? payload.name() : payload.name() + "-" + (last + 1);
    var why = last < 0 ? "not there yet" : "its content changed";
    actions.add(new Action.CreatePayload(payload, name, why));
    if (foreseen) payloads.put(key, new Found(name, NEW));
  }

  private void use(DesiredPayload payload, ObservedPayload found) {
    payloads.put(payload.kind() + " " + payload.name(), new Found(found.name(), found.id()));
    ours.put(
        StackRecord.Payload.key(payload.kind(), found.name()),
        new StackRecord.Payload(found.id(), payload.hash()));
    if (!marked(found, payload)) {
      actions.add(new Action.MarkPayload(payload, found, why(found, payload)));
    }
  }

  private String why(ObservedPayload found, DesiredPayload payload) {
    if (!toAdopt(found, payload)) return "somebody has overwritten its labels";
    return payload.kind() == DesiredPayload.Kind.SECRET
        ? "adopted; nobody can read a secret, so it is taken to hold what the file says"
        : "adopted";
  }

  /** Made by {@code docker stack deploy}, given to us, and the same as far as one can see. */
  private boolean toAdopt(ObservedPayload observed, DesiredPayload payload) {
    return ledger.adopted()
        && !observed.labels().containsKey(Labels.OWNER)
        && desired.name().equals(observed.labels().get(Labels.NAMESPACE))
        && observed.name().equals(payload.name())
        && (payload.kind() == DesiredPayload.Kind.SECRET
            || observed.content().equals(Optional.of(payload.hash())));
  }

  /** By its mark; or it is the very one we made, and somebody has overwritten its labels. */
  private boolean holds(ObservedPayload observed, DesiredPayload payload) {
    if (observed.labels().containsKey(Labels.OWNER)) return marked(observed, payload);
    var made =
        Optional.ofNullable(known.get(StackRecord.Payload.key(observed.kind(), observed.name())));
    return made.equals(Optional.of(new StackRecord.Payload(observed.id(), payload.hash())))
        || toAdopt(observed, payload);
  }

  private boolean marked(ObservedPayload observed, DesiredPayload payload) {
    return owner.equals(observed.labels().get(Labels.OWNER))
        && payload.hash().equals(observed.labels().get(Labels.PAYLOAD));
  }

  private void missing(DesiredPayload payload) {
    var kind = payload.kind() == DesiredPayload.Kind.CONFIG ? "config" : "secret";
    missing.add(kind + " " + payload.name() + " does not exist; make it: docker " + kind
        + " create " + payload.name() + " FILE");
  }

  /** 0 for the base name, n for {@code base-n}, -1 for anything else. */
  static int rotation(String base, String name) {
    if (name.equals(base)) return 0;
    if (!name.startsWith(base + "-")) return -1;
    var suffix = name.substring(base.length() + 1);
    return suffix.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(suffix) : -1;
  }
}
