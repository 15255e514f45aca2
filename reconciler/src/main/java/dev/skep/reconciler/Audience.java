package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whom news concern, so that one stack in trouble does not keep all others busy. Whatever cannot be
 * told for certain concerns everybody.
 *
 * <p>Thread-safe.
 */
final class Audience {
  /** The stacks whose heads have these names. */
  private record Heads(Map<String, DesiredStack> of, Map<String, String> names) {}

  private final String owner;
  private volatile List<ObservedService> attemptServices = List.of();
  private volatile Heads heads = new Heads(Map.of(), Map.of());

  Audience(String owner) {
    this.owner = owner;
  }

  void looked(Observation seen) {
    attemptServices = seen.attemptServices();
  }

  /**
   * The names of stacks; empty means everybody, whoever it is.
   *
   * @param stacks all that there are
   */
  Optional<Set<String>> of(News news, Map<String, DesiredStack> stacks) {
    return switch (news.kind()) {
      case SERVICE -> some(named(stacks.keySet(), s -> Names.mayBeService(s, news.name())));
      case CONFIG -> {
        if (news.idle()) yield Optional.of(Set.of());
        yield some(ofRecord(news.name(), stacks)).map(all -> withDependents(all, stacks.values()));
      }
      case OTHER -> Optional.empty();
    };
  }

  /** These, and those that wait for one of them to be in place. */
  static Set<String> withDependents(Set<String> these, Collection<DesiredStack> stacks) {
    var out = new HashSet<>(these);
    stacks.stream()
        .filter(s -> s.policy().dependsOn().stream().anyMatch(these::contains))
        .forEach(s -> out.add(s.name()));
    return out;
  }

  private static Optional<Set<String>> some(Set<String> stacks) {
    return Optional.of(stacks).filter(s -> !s.isEmpty());
  }

  private static Set<String> named(Collection<String> stacks, Predicate<String> which) {
    return stacks.stream().filter(which).collect(Collectors.toSet());
  }

  private Set<String> ofRecord(String name, Map<String, DesiredStack> stacks) {
    var head = headsOf(stacks).get(name);
    if (head != null) return Set.of(head);
    // Of all attempts, those that may have run when we last looked.
    return attemptServices.stream()
        .filter(s -> name.equals(recordOf(s)))
        .flatMap(s -> s.label(Labels.STACK).stream())
        .collect(Collectors.toSet());
  }

  private String recordOf(ObservedService attempt) {
    var kept = Kept.Attempt.of(attempt);
    return Names.attemptRecord(owner, kept.run(), kept.number());
  }

  private Map<String, String> headsOf(Map<String, DesiredStack> stacks) {
    var last = heads;
    if (last.of() == stacks) return last.names();
    var names = new HashMap<String, String>();
    stacks.forEach((name, stack) -> {
      names.put(Names.stackRecord(owner, name), name);
      names.put(Names.stackOrdersRecord(owner, name), name);
      stack.services().values().stream().filter(s -> s.job().isPresent()).forEach(job -> {
        names.put(Names.jobRecord(owner, name, job.name()), name);
        names.put(Names.ordersRecord(owner, name, job.name()), name);
      });
    });
    heads = new Heads(stacks, Map.copyOf(names));
    return names;
  }
}
