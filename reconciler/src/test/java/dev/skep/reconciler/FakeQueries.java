package dev.skep.reconciler;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What the fake engine answers to reads, from any of its states. */
final class FakeQueries {
  private FakeQueries() {}

  static List<ObservedService> services(FakeState state, Map<String, String> labels) {
    var running = new HashMap<String, Integer>();
    for (var task : state.tasks.values())
      if (task.state() == TaskState.RUNNING) running.merge(task.serviceId(), 1, Integer::sum);
    return state
        .services
        .values()
        .filter(s -> matches(s.spec().strings("Labels"), labels))
        .map(s -> s.observed(running.getOrDefault(s.id(), 0)))
        .toJavaList();
  }

  /** By the labels that the service had when the task was made. */
  static List<ObservedTask> tasks(FakeState state, Map<String, String> labels) {
    return state
        .tasks
        .values()
        .filter(t -> matches(t.service().strings("Labels"), labels))
        .map(FakeTask::observed)
        .toJavaList();
  }

  static List<ObservedTask> tasksOf(FakeState state, Set<String> serviceIds) {
    return tasks(state, Map.of()).stream()
        .filter(t -> serviceIds.contains(t.serviceId()))
        .toList();
  }

  static List<ObservedPayload> payloads(FakeState state, Kind kind, Map<String, String> labels) {
    return state
        .payloads
        .values()
        .map(FakeState.Payload::seen)
        .filter(p -> p.kind() == kind && matches(p.labels(), labels))
        .toJavaList();
  }

  static List<ObservedPayload> named(FakeState state, Kind kind, Set<String> names) {
    return payloads(state, kind, Map.of()).stream()
        .filter(p -> names.contains(p.name()))
        .toList();
  }

  /** What the engine announces of a write: whose it was, before or after it. */
  static News news(String target, FakeState... states) {
    for (var state : states) {
      for (var service : state.services.values()) {
        var name = service.spec().text("Name").orElse("");
        if (target.equals(service.id()) || target.equals(name)) {
          return new News(News.Kind.SERVICE, name);
        }
      }
      for (var payload : state.payloads.values().map(FakeState.Payload::seen)) {
        if (payload.kind() != Kind.CONFIG) continue;
        if (target.equals(payload.id()) || target.equals(payload.name())) {
          return new News(News.Kind.CONFIG, payload.name());
        }
      }
    }
    return News.OF_ANYTHING;
  }

  static Either<SwarmFault, byte[]> content(FakeState state, String name) {
    return state
        .payloadNamed(Kind.CONFIG, name)
        .map(p -> Either.<SwarmFault, byte[]>right(p.content().clone()))
        .orElseGet(() -> absent("config", name));
  }

  /** Whatever containers printed whose tasks are still on record. */
  static Either<SwarmFault, List<String>> log(
      FakeState state, String serviceId, int most, Function<Tree.Obj, Behaviour> behaviours) {
    if (!state.services.containsKey(serviceId)) return absent("service", serviceId);
    var lines = new ArrayList<String>();
    for (var task : state.tasksOf(serviceId))
      if (task.contained()) lines.addAll(behaviours.apply(task.service()).logLines());
    return Either.right(List.copyOf(lines.subList(Math.max(0, lines.size() - most), lines.size())));
  }

  static Either<SwarmFault, Map<String, List<String>>> logs(
      FakeState state, String serviceId, int most, Function<Tree.Obj, Behaviour> behaviours) {
    if (!state.services.containsKey(serviceId)) return absent("service", serviceId);
    var out = new TreeMap<String, List<String>>();
    for (var task : state.tasksOf(serviceId)) {
      if (!task.contained()) continue;
      var lines = behaviours.apply(task.service()).logLines();
      out.put(task.id(), lines.subList(Math.max(0, lines.size() - most), lines.size()));
    }
    return Either.right(out);
  }

  private static boolean matches(Map<String, String> actual, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(w -> actual.containsKey(w.getKey())
            && (w.getValue().isEmpty() || actual.get(w.getKey()).equals(w.getValue())));
  }

  static <T> Either<SwarmFault, T> absent(String kind, String key) {
    return Either.left(new SwarmFault.Absent(kind + " " + key + " not found"));
  }
}
