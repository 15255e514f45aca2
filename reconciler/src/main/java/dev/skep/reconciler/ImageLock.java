package dev.skep.reconciler;

import dev.skep.model.DesiredService;
import dev.skep.model.Labels;
import dev.skep.model.LockedImage;
import dev.skep.model.ObservedService;
import dev.skep.model.Tree;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the names of images stand for in a stack. A registry is asked once, when a revision is taken
 * up that names an image which nothing of the stack runs; from then on the stack's record knows.
 * So all services of a name run the same, a service that was removed comes back as it was, and a
 * registry that is away restarts nothing.
 */
final class ImageLock {
  private ImageLock() {}

  /** The names of which a registry has to be asked before the desired revision begins. */
  static Set<String> open(Snapshot snapshot) {
    var known = locked(snapshot);
    var run = running(snapshot);
    return names(snapshot).stream()
        .filter(name -> !known.containsKey(name) && !run.contains(name))
        .collect(Collectors.toSet());
  }

  /**
   * The lock that the desired revision begins with: what it names, and what runs now, to which it
   * may be rolled back.
   */
  static Map<String, LockedImage> begin(Snapshot snapshot) {
    var out = new TreeMap<>(complete(snapshot));
    var wanted = names(snapshot);
    var run = running(snapshot);
    out.keySet().removeIf(name -> !wanted.contains(name) && !run.contains(name));
    return out;
  }

  /** The lock with what is known from services of ours alone, such as those that were adopted. */
  static Map<String, LockedImage> complete(Snapshot snapshot) {
    var out = new TreeMap<String, LockedImage>();
    services(snapshot)
        .filter(s -> s.label(Labels.OWNER).equals(Optional.of(snapshot.owner())))
        .map(ObservedService::spec)
        .forEach(s -> ImageDigest.pin(s).ifPresent(pin -> out.put(ImageDigest.name(s), pin)));
    out.putAll(locked(snapshot));
    return out;
  }

  /** The spec with its image as the record has it. */
  static Tree.Obj apply(Snapshot snapshot, Tree.Obj spec) {
    if (ImageDigest.in(spec)) return spec;
    var pin = locked(snapshot).get(ImageDigest.name(spec));
    return pin == null ? spec : ImageDigest.pinned(spec, pin);
  }

  /** With what the registries have answered. */
  static Map<String, LockedImage> with(
      Map<String, LockedImage> locked, Map<String, Either<SwarmFault, LockedImage>> answers) {
    var out = new TreeMap<>(locked);
    answers.forEach((name, answer) -> answer.peek(pin -> out.put(name, pin)));
    return out;
  }

  /** For people: what is run by its name alone, and why. */
  static List<String> notes(Map<String, Either<SwarmFault, LockedImage>> answers) {
    var out = new ArrayList<String>();
    new TreeMap<>(answers)
        .forEach((name, answer) -> answer.peekLeft(
            fault -> out.add("image " + name + ": used by its name alone: " + fault.message())));
    return out;
  }

  private static Map<String, LockedImage> locked(Snapshot snapshot) {
    return snapshot.ledger().stack().map(s -> s.value().images()).orElse(Map.of());
  }

  private static Set<String> names(Snapshot snapshot) {
    return snapshot.desired().services().values().stream()
        .map(DesiredService::spec)
        .filter(spec -> !ImageDigest.in(spec))
        .map(ImageDigest::name)
        .collect(Collectors.toSet());
  }

  private static Set<String> running(Snapshot snapshot) {
    return services(snapshot)
        .map(ObservedService::spec)
        .map(ImageDigest::name)
        .collect(Collectors.toSet());
  }

  private static Stream<ObservedService> services(Snapshot snapshot) {
    return snapshot.observation().servicesOf(snapshot.desired().name()).stream();
  }
}
