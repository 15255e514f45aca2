package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Reads what there is to know of one-shots that nobody committed. Two short lists where there are
 * none; the records, which are many, only when an end is not known to be among them, and now and
 * then, because somebody may have removed some.
 *
 * <p>One look at a time.
 */
final class OneShotObserver {
  /** With another value the second is on every attempt of ours: the name of its job. */
  private static final List<Map<String, String>> MARKS =
      List.of(Map.of(Labels.EPHEMERAL, ""), Map.of(Labels.JOB, "true"));

  private static final Duration RECORDS_GROW_OLD = Duration.ofMinutes(5);

  private final Swarm swarm;
  private final Records records;
  private final String owner;
  private final Clock clock;
  private final Supplier<Masker> masker;

  private List<Map<String, String>> marks = List.of();
  private Set<ObservedTask> seen = Set.of();
  private List<AttemptRecord> recorded = List.of();
  private Optional<Long> readAt = Optional.empty();

  /**
   * @param masker hides secrets in what the engine complains of
   */
  OneShotObserver(
      Swarm swarm, Records records, String owner, Clock clock, Supplier<Masker> masker) {
    this.swarm = swarm;
    this.records = records;
    this.owner = owner;
    this.clock = clock;
    this.masker = masker;
  }

  Either<SwarmFault, OneShots.Sight> look() {
    return services()
        .flatMap(services -> tasks(services)
            .flatMap(tasks -> nodes(services)
                .map(nodes -> new OneShots.Sight(
                    services,
                    id -> tasks.getOrDefault(id, List.of()),
                    id -> id.map(nodes::get),
                    recorded,
                    clock.now()))))
        .flatMap(this::withRecords);
  }

  /** The one-shots that are ours to look after, as they are now. */
  Either<SwarmFault, List<ObservedService>> services() {
    return lists(MARKS, swarm::services).map(found -> {
      var byId = new LinkedHashMap<String, ObservedService>();
      found.stream().filter(s -> OneShots.isOneShot(s, owner)).forEach(s -> byId.put(s.id(), s));
      return List.copyOf(byId.values());
    });
  }

  /** Whether tasks are no longer as the last look saw them: mostly one short call. */
  Either<SwarmFault, Boolean> moved() {
    return lists(marks, swarm::tasks).map(now -> !Set.copyOf(now).equals(seen));
  }

  private Either<SwarmFault, Map<String, List<ObservedTask>>> tasks(
      List<ObservedService> services) {
    marks = MARKS.stream()
        .filter(m -> services.stream().anyMatch(s -> s.labels().containsKey(label(m))))
        .toList();
    return lists(marks, swarm::tasks).flatMap(found -> {
      seen = Set.copyOf(found);
      var byService = byService(seen);
      // A task is found by the labels that its service had then, and this one's may be newer.
      boolean all = services.stream()
          .allMatch(s -> byService.containsKey(s.id()) || s.replicas().equals(Optional.of(0L)));
      return all ? Either.right(byService) : swarm.tasks(Map.of()).map(this::byService);
    });
  }

  private static String label(Map<String, String> mark) {
    return mark.keySet().iterator().next();
  }

  private Map<String, List<ObservedTask>> byService(Collection<ObservedTask> tasks) {
    boolean complaints = tasks.stream().anyMatch(t -> t.error().isPresent());
    UnaryOperator<ObservedTask> masked = complaints ? masker.get()::task : UnaryOperator.identity();
    return tasks.stream().map(masked).collect(Collectors.groupingBy(ObservedTask::serviceId));
  }

  private Either<SwarmFault, Map<String, ObservedNode>> nodes(List<ObservedService> services) {
    if (services.isEmpty()) return Either.right(Map.of());
    return swarm
        .nodes()
        .map(nodes -> nodes.stream().collect(Collectors.toMap(ObservedNode::id, n -> n)));
  }

  private Either<SwarmFault, OneShots.Sight> withRecords(OneShots.Sight sight) {
    if (!recordsNeeded(sight)) return Either.right(sight);
    return records.oneShots().map(read -> {
      recorded = read;
      readAt = Optional.of(clock.nanos());
      return sight.with(read);
    });
  }

  private boolean recordsNeeded(OneShots.Sight sight) {
    if (readAt.isEmpty() || OneShots.unrecorded(sight)) return true;
    boolean old = clock.nanos() - readAt.get() >= RECORDS_GROW_OLD.toNanos();
    return old && !recorded.isEmpty();
  }

  /** Spares reading all the others again. */
  void forgotten(AttemptRecord end) {
    recorded = recorded.stream().filter(r -> !r.run().equals(end.run())).toList();
  }

  /** Somebody removed some: the next look reads what is left. */
  void recordsLost() {
    readAt = Optional.empty();
  }

  private static <M, T> Either<SwarmFault, List<T>> lists(
      List<M> filters, Function<M, Either<SwarmFault, List<T>>> list) {
    var out = new ArrayList<T>();
    for (var filter : filters) {
      var found = list.apply(filter);
      if (found.isLeft()) return found;
      out.addAll(found.get());
    }
    return Either.right(out);
  }
}
