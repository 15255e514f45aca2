package dev.skep.controller.status;

import dev.skep.controller.source.SourceState;
import dev.skep.model.AttemptRecord;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.OneShotPass;
import dev.skep.reconciler.Reconciler.Outcome;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of every pass and keeps the status folder up to date. The files are written by a thread
 * of their own: a slow disk must not hold a pass. Looks that follow each other faster than the
 * disk writes are written as one; no event of theirs is lost.
 *
 * <p>Thread-safe.
 */
public final class StatusBoard {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  /** A short silence of the engine leaves standing what was seen before it. */
  static final Duration SILENCE = Duration.ofSeconds(15);

  private static final int MANY = 1000;

  private record Seen(StackStatus status, Instant at) {}

  private final Supplier<Witness> witness;
  private final LogTails logs;
  private final Function<String, Either<SwarmFault, List<AttemptRecord>>> attempts;
  private final Clock clock;
  private final Executor thread;
  private final StatusFiles files;
  private final EventLog events;
  private final OneShotBoard oneShots;
  private final Transitions transitions = new Transitions();
  private final Map<String, StackStatus> latest = new ConcurrentHashMap<>();
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private final AtomicReference<SourceState> source = new AtomicReference<>();

  private final Map<String, StackStatus> unwritten = new TreeMap<>();
  private final List<Event> untold = new ArrayList<>();

  /** Used by the writing thread only, as is the next one. */
  private final Map<String, Ended> known = new HashMap<>();

  private final Map<String, Written> whole = new HashMap<>();

  /** The attempts that had ended when the jobs of a stack stood so. */
  private record Ended(List<JobRow> jobs, List<AttemptRecord> attempts) {}

  /** What the files of a stack and its jobs were made of, and when. */
  private record Written(StackStatus status, Witness writer, long nanos) {
    boolean saysAll(Written next) {
      return status.equals(next.status)
          && writer.equals(next.writer)
          && next.nanos - nanos < StatusFiles.REFRESH.toNanos();
    }
  }

  /**
   * @param witness who we are, asked for at every document
   * @param attempts reads the recorded attempts of a stack; asked only when its jobs changed
   * @param thread runs one task at a time, in order
   */
  public StatusBoard(
      Path folder,
      Supplier<Witness> witness,
      LogTails logs,
      Function<String, Either<SwarmFault, List<AttemptRecord>>> attempts,
      Clock clock,
      Executor thread) {
    this.witness = witness;
    this.logs = logs;
    this.attempts = attempts;
    this.clock = clock;
    this.thread = thread;
    this.files = new StatusFiles(folder, clock);
    this.events = new EventLog(folder);
    this.oneShots = new OneShotBoard(files, logs);
  }

  public void passed(Pass pass) {
    seen.put(pass.status().stack(), new Seen(pass.status(), clock.now()));
    show(pass.status(), pass.outcomes());
  }

  /** A pass could not even look. */
  public void unseen(String stack, String revision, SwarmFault fault) {
    var last = Optional.ofNullable(seen.get(stack));
    var since = last.map(Seen::at);
    if (since.filter(at -> at.plus(SILENCE).isAfter(clock.now())).isPresent()) return;
    show(Unseen.status(stack, revision, last.map(Seen::status), since, fault), List.of());
  }

  /** A pass over one-shots that nobody committed. */
  public void oneShots(OneShotPass.Pass pass) {
    var happened = oneShots.passed(pass, clock.now());
    var committed = latest.values().stream()
        .flatMap(s -> s.jobs().stream().map(j -> s.stack() + "_" + j.name()))
        .collect(Collectors.toSet());
    submit(() -> {
      events.append(happened);
      oneShots.write(witness.get(), committed);
    });
  }

  /** How Skep itself is. */
  public void controller(ControllerDocument.Standing standing) {
    submit(() -> files.controller(ControllerDocument.of(standing, witness.get())));
  }

  /** What the source says of itself; told often, and noted when something has happened there. */
  public void source(SourceState now) {
    var before = Optional.ofNullable(source.getAndSet(now));
    var happened = SourceEvents.of(before, now, clock.now());
    if (!happened.isEmpty()) submit(() -> events.append(happened));
  }

  /** The stacks that there are; the files of others go. */
  public void retain(Set<String> stacks) {
    var names = Set.copyOf(stacks);
    var gone = latest.values().stream()
        .filter(s -> !names.contains(s.stack()))
        .map(s -> Events.gone(s, clock.now()))
        .toList();
    latest.keySet().retainAll(names);
    seen.keySet().retainAll(names);
    submit(() -> {
      events.append(gone);
      transitions.retain(names);
      known.keySet().retainAll(names);
      whole.keySet().retainAll(names);
      files.retain(names);
    });
  }

  /** How many stacks there are in each phase. */
  public Map<StackStatus.Phase, Integer> phases() {
    var out = new EnumMap<StackStatus.Phase, Integer>(StackStatus.Phase.class);
    latest.values().forEach(s -> out.merge(s.phase(), 1, Integer::sum));
    return out;
  }

  /** The last look at every stack, by name. */
  public List<StackStatus> statuses() {
    return List.copyOf(new TreeMap<>(latest).values());
  }

  public Transitions transitions() {
    return transitions;
  }

  /** What the disk refuses; empty when it obeys. */
  public Optional<String> fault() {
    return files.fault().or(events::fault);
  }

  private void show(StackStatus status, List<Outcome> outcomes) {
    var before = Optional.ofNullable(latest.put(status.stack(), status));
    var happened = Events.of(before, status, outcomes, clock.now());
    synchronized (unwritten) {
      if (untold.size() < MANY) untold.addAll(happened);
      // Somebody is already on the way to write this stack, and will find the newer status.
      if (unwritten.put(status.stack(), status) != null) return;
    }
    submit(() -> write(status.stack()));
  }

  private void submit(Runnable work) {
    try {
      thread.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("the status files are closed");
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("a fault of Skep itself while writing status files, please report it", e);
    }
  }

  private void write(String stack) {
    StackStatus status;
    List<Event> happened;
    synchronized (unwritten) {
      status = unwritten.remove(stack);
      happened = List.copyOf(untold);
      untold.clear();
    }
    events.append(happened);
    if (status == null || !latest.containsKey(stack)) return;
    var now = witness.get();
    // To make hundreds of documents only to find that they are the same takes longer than to plan.
    var next = new Written(status, now.at(Instant.EPOCH), clock.nanos());
    if (whole.containsKey(stack) && whole.get(stack).saysAll(next)) return;
    files.recall(stack, transitions);
    files.stack(stack, StatusDocument.of(status, now, transitions.note(status, now.now()), logs));
    boolean all = status.phase() == StackStatus.Phase.UNKNOWN || jobs(status, now);
    if (all && files.fault().isEmpty()) whole.put(stack, next);
    else whole.remove(stack);
  }

  private boolean jobs(StackStatus status, Witness now) {
    var stack = status.stack();
    if (!known.containsKey(stack) || !known.get(stack).jobs().equals(status.jobs())) {
      var read = status.jobs().isEmpty()
          ? Either.<SwarmFault, List<AttemptRecord>>right(List.of())
          : attempts.apply(stack);
      if (read.isLeft()) return false;
      known.put(stack, new Ended(status.jobs(), read.get()));
    }
    for (var row : status.jobs()) {
      var own = known.get(stack).attempts().stream()
          .filter(a -> a.job().equals(row.name()))
          .toList();
      files.job(stack, row.name(), JobDocument.of(stack, row, own, now, logs));
    }
    files.jobsOf(stack, status.jobs().stream().map(JobRow::name).toList());
    return true;
  }
}
