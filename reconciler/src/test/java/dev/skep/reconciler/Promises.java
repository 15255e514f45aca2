package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches a simulated Swarm at every write, unseen, and complains when a promise is broken: S1 never
 * two attempts at once, S2 no run of what has succeeded, S3 no more attempts than allowed, S4
 * nothing removed that is not ours, S5 the application only after its migration's success is
 * recorded, S6 the end recorded before the removal.
 */
final class Promises {
  private static final String STRANGER = "shop_stranger";

  private final FakeSwarm swarm;
  private final SimulatedShop shop;
  private final Mishaps mishaps;
  private final Map<String, Long> seenVersions = new HashMap<>();
  private final Map<String, AttemptRecord> ends = new HashMap<>();
  private final Map<String, Instant> succeeded = new HashMap<>();
  private final Set<String> imagesDone = new HashSet<>();
  private final Set<String> judged = new HashSet<>();

  Promises(FakeSwarm swarm, SimulatedShop shop, Mishaps mishaps) {
    this.swarm = swarm;
    this.shop = shop;
    this.mishaps = mishaps;
    swarm
        .createService(new Tree.Obj(Map.of("Name", Tree.of(STRANGER)))
            .with("Labels", Tree.strings(Map.of(Labels.OWNER, "others", Labels.STACK, "shop")))
            .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("shop:1"))
            .with(List.of("Mode", "Replicated", "Replicas"), Tree.of(1)))
        .get();
  }

  private static void claim(boolean holds, String what, Object... things) {
    if (!holds) throw new AssertionError(what + ": " + List.of(things));
  }

  /** What there is now, before the next write changes it. */
  void look() {
    var state = swarm.state();
    for (var payload : state.payloads.values()) read(payload.seen());
    state.containers.values().forEach(this::judge);
    state.serviceNamed("shop_app").ifPresent(app -> {
      var image = ImageDigest.name(app.spec());
      claim(imagesDone.contains(image), "S5: the application before its migration", image);
    });
    claim(state.serviceNamed(STRANGER).isPresent(), "S4: somebody else's service is gone");
  }

  private void read(ObservedPayload config) {
    var before = seenVersions.put(config.id(), config.version());
    if (before != null && before == config.version()) return;
    switch (config.labels().getOrDefault(Labels.KIND, "")) {
      case "job" -> RecordCodec.readJob(config.labels()).succeeded().forEach(this::success);
      case "attempt" -> end(RecordCodec.readAttempt(config.labels()));
      default -> {}
    }
  }

  private void success(String key) {
    succeeded.putIfAbsent(key, swarm.now());
    imagesDone.add(shop.image(key));
  }

  private void end(AttemptRecord end) {
    if (end.verdict() == Verdict.RUN_SUCCEEDED) success(end.runKey());
    ends.put(end.run() + "/" + end.number(), end);
    if (mishaps.runsWithLostAttempts().contains(end.run())) return;
    long counted = ends.values().stream()
        .filter(a -> a.run().equals(end.run()) && a.counted() && !a.taken())
        .count();
    var allowed = shop.policy(end.runKey()).attemptsAllowed();
    claim(allowed.isEmpty() || counted <= allowed.getAsInt(), "S3: too many attempts", end);
  }

  private String brief(FakeContainer container) {
    return container.serviceName() + " from " + container.started() + " to "
        + container.ends().map(Instant::toString).orElse("ever") + ", recorded "
        + end(container).map(e -> e.result() + " " + e.reason()).orElse("nowhere");
  }

  private Optional<AttemptRecord> end(FakeContainer container) {
    var run = container.label(Labels.RUN).orElseThrow();
    return Optional.ofNullable(
        ends.get(run + "/" + container.label(Labels.ATTEMPT).orElseThrow()));
  }

  /** Of a container that was not there before. */
  private void judge(FakeContainer started) {
    if (!SimulatedShop.isAttempt(started.service()) || !judged.add(started.taskId())) return;
    var key = started.label(Labels.RUN_KEY).orElseThrow();
    var done = succeeded.get(key);
    claim(
        done == null || !started.started().isAfter(done),
        "S2: its success is recorded",
        brief(started));
    for (var other : others(started)) {
      boolean givenUp = end(other).filter(e -> e.result() == Result.LOST).isPresent();
      if (other.serviceId().equals(started.serviceId())) {
        claim(!other.slot().equals(started.slot()), "an attempt runs twice", brief(started));
        continue;
      }
      claim(
          givenUp || !other.runsAt(started.started()),
          "S1: two at once",
          brief(other),
          brief(started));
      boolean same = other.label(Labels.RUN_KEY).equals(Optional.of(key));
      claim(
          givenUp || toldToEnd(other) || !same || !SimulatedShop.done(swarm, other),
          "S2: a success runs again",
          brief(other),
          brief(started));
    }
  }

  /** What ends well after it was told to may have ended because of that. */
  private boolean toldToEnd(FakeContainer container) {
    return end(container)
        .filter(e -> e.result() == Result.STOPPED || e.result() == Result.TIMED_OUT)
        .isPresent();
  }

  private List<FakeContainer> others(FakeContainer one) {
    var out = new ArrayList<FakeContainer>();
    for (var other : swarm.state().containers.values()) {
      if (judged.contains(other.taskId()) && !other.taskId().equals(one.taskId())) out.add(other);
    }
    return out;
  }

  /** A controller is about to remove a service. */
  void removes(String id) {
    var service = swarm.state().services.get(id).getOrNull();
    if (service == null || !SimulatedShop.isAttempt(service.spec())) return;
    var ran = swarm.state().containers.values().filter(c -> c.serviceId().equals(id));
    for (var container : ran) {
      boolean known = end(container).isPresent()
          || mishaps.runsWithLostAttempts().contains(container.label(Labels.RUN).orElseThrow());
      claim(known, "S6: removed before its end was recorded", brief(container));
    }
  }

  long attempts() {
    return judged.size();
  }
}
