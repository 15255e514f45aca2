package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.OneShotStatus;
import dev.skep.model.Timespan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides what to do about one-shots that nobody committed: services with a job's label that an
 * application or a person made. They are never changed; how they ended is recorded, and those that
 * belong to no stack are removed some time later. Pure.
 */
final class OneShots {
  /** Of ends whose services are gone the records beyond these are dropped. */
  static final int KEPT = 250;

  /** A burst is worked off in several passes, each with a fresh look. */
  static final int AT_ONCE = 20;

  /**
   * @param tasks of a service, by its id
   * @param recorded how they ended so far, oldest first
   */
  record Sight(
      List<ObservedService> services,
      Function<String, List<ObservedTask>> tasks,
      Function<Optional<String>, Optional<ObservedNode>> node,
      List<AttemptRecord> recorded,
      Instant now) {

    Sight with(List<AttemptRecord> read) {
      return new Sight(services, tasks, node, read, now);
    }

    private OneShotRun run(ObservedService service) {
      return new OneShotRun(service, tasks.apply(service.id()), node, now);
    }
  }

  /**
   * @param actions some of what is to be done; the rest comes with the next decision
   * @param live whether one may be running
   * @param again when to look again although nothing was announced and no task has moved
   */
  record Decision(
      List<OneShotStatus> statuses,
      List<OneShotAction> actions,
      boolean live,
      Optional<Duration> again) {}

  private final Sight sight;
  private final Duration ttl;
  private final Map<String, AttemptRecord> recorded;
  private final OneShotRows rows;
  private final List<OneShotAction> actions = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private boolean live;

  private OneShots(Sight sight, Duration ttl) {
    this.sight = sight;
    this.ttl = ttl;
    this.recorded = sight.recorded().stream()
        .collect(Collectors.toMap(AttemptRecord::run, r -> r, (a, b) -> a));
    this.rows = new OneShotRows(sight.recorded());
  }

  /** Neither an attempt of ours nor another owner's. */
  static boolean isOneShot(ObservedService service, String owner) {
    return (marked(service, Labels.EPHEMERAL) || marked(service, Labels.JOB))
        && (service.label(Labels.KIND).isEmpty()
            || attended(service) && ttl(service).isPresent())
        && service.label(Labels.OWNER).filter(o -> !o.equals(owner)).isEmpty();
  }

  private static boolean marked(ObservedService service, String label) {
    return service.label(label).filter("true"::equalsIgnoreCase).isPresent();
  }

  /** The command that made it removes it, unless that was killed. */
  private static boolean attended(ObservedService service) {
    return service.label(Labels.KIND).equals(Optional.of(Labels.ATTENDED));
  }

  /** Nobody but its command is to know of it, as long as that may be there. */
  private static boolean othersToTell(ObservedService service, AttemptRecord end, Instant now) {
    return attended(service)
        && ttl(service).filter(ttl -> !kept(service, end, ttl).isAfter(now)).isEmpty();
  }

  /** Whether one is over of which there is no record. */
  static boolean unrecorded(Sight sight) {
    var runs = sight.recorded().stream().map(AttemptRecord::run).collect(Collectors.toSet());
    return sight.services().stream()
        .anyMatch(s -> sight.run(s).standing() instanceof OneShotRun.Over over
            && !runs.contains(over.end().run())
            && !othersToTell(s, over.end(), sight.now()));
  }

  /**
   * @param ttl how long the service of one that is over is kept, if its label does not say
   */
  static Decision decide(Sight sight, Duration ttl) {
    var shots = new OneShots(sight, ttl);
    sight.services().forEach(shots::seen);
    shots.forgetOldest();
    return new Decision(
        shots.rows.statuses(),
        shots.actions.stream().limit(AT_ONCE).toList(),
        shots.live,
        shots.waits.stream().min(Comparator.naturalOrder()));
  }

  private void seen(ObservedService service) {
    var run = sight.run(service);
    switch (run.standing()) {
      case OneShotRun.Going going when attended(service) -> {}
      case OneShotRun.Over over
      when othersToTell(service, over.end(), sight.now()) ->
        collectAt(service, over.end())
            .ifPresent(at -> waits.add(Duration.between(sight.now(), at)));
      case OneShotRun.Going going -> {
        rows.going(service, going);
        live |= going.live();
        going.lookAt().ifPresent(at -> waits.add(Duration.between(sight.now(), at)));
      }
      case OneShotRun.Over over -> {
        var known = Optional.ofNullable(recorded.get(over.end().run()));
        var collectAt = known.flatMap(end -> collectAt(service, end));
        rows.over(service, known.orElse(over.end()), collectAt);
        if (known.isEmpty()) actions.add(new OneShotAction.RecordOneShot(service, over.end()));
        else collectAt.ifPresent(at -> collect(service, run, known.get(), at));
      }
    }
  }

  private void collect(ObservedService service, OneShotRun run, AttemptRecord end, Instant at) {
    if (!run.current() || !run.atRest()) return;
    var left = Duration.between(sight.now(), at);
    if (left.isPositive()) waits.add(left);
    else actions.add(new OneShotAction.CollectOneShot(service, end));
  }

  /** Empty for what belongs to a stack: whoever deployed that removes it. */
  private Optional<Instant> collectAt(ObservedService service, AttemptRecord end) {
    if (service.label(Labels.NAMESPACE).isPresent()) return Optional.empty();
    return Optional.of(kept(service, end, ttl(service).orElse(ttl)));
  }

  private static Instant kept(ObservedService service, AttemptRecord end, Duration ttl) {
    var changed = service.updatedAt();
    return (end.endedAt().isBefore(changed) ? changed : end.endedAt()).plus(ttl);
  }

  private static Optional<Duration> ttl(ObservedService service) {
    return service.label(Labels.TTL).flatMap(OneShots::time);
  }

  /** People write {@code 10 M} too; what is no time at all counts as not said. */
  private static Optional<Duration> time(String label) {
    return Timespan.read(label.toLowerCase(Locale.ROOT).replaceAll("\\s", ""));
  }

  private void forgetOldest() {
    var here = sight.services().stream().map(ObservedService::id).collect(Collectors.toSet());
    var gone = sight.recorded().stream()
        .filter(r -> r.serviceId().filter(here::contains).isEmpty())
        .toList();
    gone.subList(0, Math.max(0, gone.size() - KEPT))
        .forEach(r -> actions.add(new OneShotAction.ForgetOneShot(r)));
  }
}
