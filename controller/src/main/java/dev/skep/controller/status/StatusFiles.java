package dev.skep.controller.status;

import dev.skep.controller.files.WholeFile;
import dev.skep.model.Hash;
import dev.skep.reconciler.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The folder of status files. A file is written when what it says has changed; that somebody has
 * looked again and found the same is worth a write only now and then.
 *
 * <p>Not thread-safe; {@link StatusBoard} uses it from one thread.
 */
public final class StatusFiles {
  static final String HEADER = "# Written by Skep, which acts on Swarm's records, not on this file."
      + " To change something, change Git.\n";

  /** How old the controller's sign of life may be. */
  static final Duration HEARTBEAT = Duration.ofSeconds(30);

  /** For the files of stacks and jobs, which may be many; the controller's file speaks for all. */
  static final Duration REFRESH = Duration.ofMinutes(5);

  private static final int HASH = 26;

  private record Written(String hash, long nanos) {}

  private final Path folder;
  private final Clock clock;
  private final Disk disk = new Disk();
  private final OldFiles old;
  private final Map<Path, Written> written = new HashMap<>();
  private final Map<String, Set<String>> jobs = new HashMap<>();
  private Optional<Set<String>> oneShots = Optional.empty();

  public StatusFiles(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
    this.old = new OldFiles(folder);
  }

  /** What the disk refuses; empty when it obeys. */
  public Optional<String> fault() {
    return disk.fault();
  }

  public void stack(String stack, Map<String, Object> document) {
    write(folder.resolve("stacks").resolve(FileNames.stack(stack)), document, REFRESH);
  }

  public void job(String stack, String job, Map<String, Object> document) {
    write(folder.resolve("jobs").resolve(FileNames.job(stack, job)), document, REFRESH);
  }

  void oneShot(String service, Map<String, Object> document) {
    write(folder.resolve("jobs").resolve(FileNames.oneShot(service)), document, REFRESH);
  }

  /** The one-shots that there are, or that are remembered: files of others go. */
  void oneShotsOf(Set<String> services) {
    var files = services.stream().map(FileNames::oneShot).collect(Collectors.toSet());
    if (oneShots.equals(Optional.of(files))) return;
    var before = oneShots;
    oneShots = Optional.of(files);
    // There may be hundreds, so the folder is read for the first time only.
    remove(() -> before.isEmpty()
        ? old.oneShots(files)
        : before.get().stream()
            .filter(f -> !files.contains(f))
            .map(f -> folder.resolve("jobs").resolve(f))
            .toList());
  }

  public void controller(Map<String, Object> document) {
    write(folder.resolve(ControllerDocument.FILE), document, HEARTBEAT);
  }

  /** The jobs that a stack has now: files of others of its jobs go. */
  public void jobsOf(String stack, List<String> names) {
    var files = names.stream().map(j -> FileNames.job(stack, j)).collect(Collectors.toSet());
    var before = jobs.put(stack, files);
    if (files.equals(before)) return;
    remove(() -> old.jobs(stack, files));
  }

  /** The stacks that there are: files of others go. */
  public void retain(Set<String> stacks) {
    jobs.keySet().retainAll(stacks);
    disk.forget();
    remove(() -> old.notOf(stacks));
  }

  /** Puts into memory what the file of a stack says of the past. */
  void recall(String stack, Transitions transitions) {
    if (transitions.knows(stack)) return;
    old.read(folder.resolve("stacks").resolve(FileNames.stack(stack)))
        .ifPresent(document -> transitions.recall(stack, document));
  }

  private void remove(OldFiles.Search search) {
    disk.attempt(folder, () -> {
      for (var file : search.files()) {
        Files.deleteIfExists(file);
        written.remove(file);
      }
    });
  }

  private void write(Path file, Map<String, Object> document, Duration refresh) {
    var hash = Hash.base32(Yaml.text(Documents.withoutHeartbeat(document)), HASH);
    var before = written.get(file);
    long now = clock.nanos();
    boolean same = before != null && before.hash().equals(hash);
    if (same && now - before.nanos() < refresh.toNanos()) return;
    if (disk.attempt(file, () -> WholeFile.replace(file, HEADER + Yaml.text(document)))) {
      written.put(file, new Written(hash, now));
    }
  }
}
