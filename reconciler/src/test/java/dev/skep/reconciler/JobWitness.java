package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.ExitCodes;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.TaskState;
import java.util.List;
import java.util.Optional;

/**
 * Knows what really happened to one job, and complains when a promise is broken: S1 never two at
 * once, S2 no run of what has succeeded, S3 no more attempts than allowed, S4 nothing removed that
 * is not known to be over, S6 the end recorded before the removal and as it was.
 */
final class JobWitness {
  private final OneJobSwarm swarm;
  private int highest;
  private long attempts;

  JobWitness(OneJobSwarm swarm) {
    this.swarm = swarm;
  }

  /** Attempts that ran, so that a test can see that it tests something. */
  long attempts() {
    return attempts;
  }

  private static void claim(boolean holds, String what, Object... things) {
    if (!holds) throw new AssertionError(what + ": " + List.of(things));
  }

  private Optional<AttemptRecord> end(ObservedService service) {
    var run = service.label(Labels.RUN).orElseThrow();
    int number = AttemptSpec.number(service);
    return swarm.attempts.stream()
        .filter(a -> a.run().equals(run) && a.number() == number)
        .findFirst();
  }

  /** Given up without knowledge, by policy or by a person's word. */
  private boolean abandoned(ObservedService service) {
    return end(service).filter(a -> a.result() == Result.LOST || a.taken()).isPresent();
  }

  private List<OneJobTask> containers(String run, int number) {
    return swarm.containers.entrySet().stream()
        .filter(c -> c.getValue().label(Labels.RUN).equals(Optional.of(run)))
        .filter(c -> AttemptSpec.number(c.getValue()) == number)
        .map(c -> c.getKey())
        .toList();
  }

  /** It runs where the engine may yet learn of it; a node that was removed was to be off. */
  private static boolean live(OneJobTask task) {
    return task.container.live && !task.container.forgotten;
  }

  /** All tasks of an attempt that were to run have, and came to a good end. */
  private boolean complete(ObservedService of) {
    var meant = swarm.all.stream()
        .filter(t -> t.serviceId.equals(of.id()) && !t.impossible)
        .toList();
    return meant.size() >= Width.of(of).tasks()
        && meant.stream().allMatch(t -> t.state == TaskState.COMPLETE);
  }

  /** A container is about to start. */
  void starts(OneJobTask task) {
    attempts++;
    var service = swarm.services.get(task.serviceId);
    var key = service.label(Labels.RUN_KEY).orElseThrow();
    // A person's word comes at any time, and the engine hears of it a little later.
    boolean said = end(service).filter(AttemptRecord::taken).isPresent();
    claim(said || end(service).isEmpty(), "it starts after its end", end(service));
    boolean saved =
        swarm.record.filter(r -> r.value().succeeded().contains(key)).isPresent();
    claim(said || !saved, "S2: its key has succeeded", key);
    swarm.containers.forEach((other, of) -> {
      claim(!other.inPlaceOf(task), "an attempt runs twice", task.serviceId);
      if (other.serviceId.equals(task.serviceId)) return;
      claim(!live(other) || abandoned(of), "S1: two at once", of.name(), service.name());
      boolean done = of.label(Labels.RUN_KEY).equals(Optional.of(key)) && complete(of);
      claim(!done || abandoned(of), "S2: a success runs again", of.name(), service.name());
    });
  }

  /** A job's record is about to be written; it counts only if the engine will take it. */
  void saves(Action.SaveJob save, JobPolicy policy) {
    if (!swarm.record.map(Held::version).equals(save.before().map(Held::version))) return;
    var after = save.after();
    if (save.before().isPresent()) changes(save.before().get().value(), after);
    boolean begins = after.attempt() > highest
        && after.serviceId().isEmpty()
        && !after.succeeded().contains(after.run().key());
    if (begins) begins(after, policy);
    highest = Math.max(highest, after.attempt());
  }

  private void changes(JobRecord before, JobRecord after) {
    claim(after.succeeded().containsAll(before.succeeded()), "S2: forgets a success", before);
    after.succeeded().stream()
        .filter(k -> !before.succeeded().contains(k))
        .forEach(k -> claim(proven(k), "a key nobody has proven", k));
    if (after.attempt() == before.attempt()) {
      claim(after.run().id().equals(before.run().id()), "the run of an attempt changes", after);
      claim(
          before.serviceId().isEmpty() || after.serviceId().equals(before.serviceId()),
          "the service of an attempt changes",
          after);
      claim(before.givenUp().isEmpty() || after.givenUp().isPresent(), "goes on", after);
      return;
    }
    claim(after.attempt() > before.attempt(), "numbers go back", before, after);
    boolean over = swarm.attempts.stream()
        .anyMatch(a -> a.run().equals(before.run().id()) && a.number() == before.attempt());
    claim(over || succeeded(before), "S1: begins while one is open", before, after);
  }

  private static boolean succeeded(JobRecord record) {
    return record.succeeded().contains(record.run().key());
  }

  /** By an attempt of the same work, however it is called; a rerun's key only by its own. */
  private boolean proven(String key) {
    return swarm.attempts.stream()
        .filter(a -> a.verdict() == Verdict.RUN_SUCCEEDED)
        .anyMatch(a -> a.runKey().equals(key)
            || RunKey.withoutToken(key).equals(key)
                && work(RunKey.withoutToken(a.runKey())).equals(work(key)));
  }

  private static String work(String key) {
    return key.substring(key.indexOf('-'));
  }

  private void begins(JobRecord after, JobPolicy policy) {
    claim(after.attempt() > highest, "a number is used again", after);
    var failures = swarm.attempts.stream()
        .filter(a -> a.run().equals(after.run().id()) && a.counted() && !a.taken())
        .count();
    var allowed = policy.attemptsAllowed();
    claim(allowed.isEmpty() || failures < allowed.getAsInt(), "S3: too many attempts", after);
  }

  /** An attempt's end is about to be recorded. */
  void records(AttemptRecord end, JobPolicy policy) {
    boolean known = swarm.attempts.stream()
        .anyMatch(a -> a.run().equals(end.run()) && a.number() == end.number());
    if (known || end.taken()) return;
    var ran = containers(end.run(), end.number());
    var live = ran.stream().filter(JobWitness::live).toList();
    switch (end.result()) {
      case SUCCEEDED -> {
        claim(!ran.isEmpty(), "S6: nothing ran", end);
        claim(ran.stream().allMatch(t -> well(t, policy)), "S6: no success", end);
        claim(ran.size() >= width(end), "S6: not all have run", end);
      }
      case NOT_STARTED ->
        claim(ran.stream().allMatch(t -> t.container.forgotten), "S6: it ran", end);
      case FAILED, IGNORED, TIMED_OUT, STOPPED -> claim(live.isEmpty(), "S6: it runs still", end);
      case LOST -> claim(live.stream().allMatch(this::fenced), "S1: not fenced", end);
    }
  }

  private static boolean well(OneJobTask task, JobPolicy policy) {
    int code = task.container.code;
    boolean rule = policy.exitCodes().of(Math.max(code, 1)) == ExitCodes.Effect.SUCCESS;
    return task.container.forgotten || code == 0 || rule || code == 2;
  }

  private long width(AttemptRecord end) {
    return end.serviceId()
        .map(swarm.services::get)
        .map(service -> Width.of(service).tasks())
        .orElse(0L);
  }

  private boolean fenced(OneJobTask task) {
    var service = swarm.services.get(task.serviceId);
    return service == null || AttemptSpec.stopping(service).isPresent() || task.state.terminal();
  }

  /** A service is about to be removed. */
  void collects(ObservedService seen) {
    var service = swarm.services.get(seen.id());
    if (service == null) return;
    if (end(service).isEmpty()) {
      claim(!AttemptSpec.begun(service), "S4, S6: no end recorded", service);
      var named = swarm.record.map(Held::value).filter(r -> names(r, service));
      claim(named.isEmpty(), "S4: the record names it, or may", service, named);
      return;
    }
    boolean live = swarm.containers.keySet().stream()
        .anyMatch(t -> t.serviceId.equals(service.id()) && live(t));
    claim(!live || abandoned(service), "S4: it runs", service);
  }

  /** Of a run whose success is known already nothing will be made or started. */
  private static boolean names(JobRecord record, ObservedService service) {
    if (record.serviceId().isEmpty() && succeeded(record)) return false;
    return record.attempt() == AttemptSpec.number(service)
        && record.givenUp().isEmpty()
        && (record.serviceId().isEmpty() || record.serviceId().equals(Optional.of(service.id())));
  }

  /** What was decided on what was seen; {@code fresh}: on what is really there. */
  void decides(JobView view, JobStep step, boolean fresh) {
    long moves = step.actions().stream()
        .filter(a -> !(a instanceof Action.CollectAttempt))
        .count();
    claim(moves <= 1, "two steps at once", step);
    if (!fresh) return;
    for (var action : step.actions()) {
      if (!(action instanceof Action.CollectAttempt collect)) continue;
      boolean away = view.tasks().apply(collect.observed().id()).stream()
          .filter(t -> !t.state().terminal() && !t.neverBegun())
          .anyMatch(t -> view.node().apply(t.nodeId()).filter(n -> n.down()).isPresent());
      claim(!away, "S4: its node is down", collect);
    }
  }

  /** The write took effect, and who looks anew must not ask for it again. */
  void isNotRepeated(Action done, JobStep next) {
    for (var action : next.actions()) {
      claim(!effect(action).equals(effect(done)), "a step is taken twice", action);
    }
  }

  private static Object effect(Action action) {
    return switch (action) {
      case Action.SaveJob a -> a.after();
      case Action.CreateAttempt a -> "create " + a.spec().text("Name");
      case Action.StartAttempt a -> "start " + a.observed().id();
      case Action.StopAttempt a -> "stop " + a.observed().id();
      case Action.RecordAttempt a -> "end " + a.record().run() + a.record().number();
      case Action.CollectAttempt a -> "collect " + a.observed().id();
      default -> action;
    };
  }
}
