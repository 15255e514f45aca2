package dev.skep.reconciler;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keys that want a pass, each at its time. Equal keys collapse to the earliest time; a key that is
 * being worked on is not handed out a second time, but comes again afterwards if it was added
 * meanwhile. As in Kubernetes' client-go.
 */
public final class WorkQueue<K> {
  /**
   * A key and when its pass was due, by the clock's nanos: the pass must know of all that happened
   * before, and may be of the same mind as others that know it.
   */
  public record Due<K>(K key, long at) {}

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<K, Long> due = new HashMap<>();

  /** By the clock's nanos, since when. */
  private final Map<K, Long> working = new HashMap<>();

  /** When one was last handed out or done with. */
  private long moved;

  private boolean closed;

  public WorkQueue(Clock clock) {
    this.clock = clock;
    this.moved = clock.nanos();
  }

  /** Wants a pass for the key after a delay, or earlier if that was wanted before. */
  public void add(K key, Duration delay) {
    addAll(Set.of(key), delay);
  }

  /** As {@link #add}, all due at the same moment, so that one look can serve them all. */
  public void addAll(Set<K> keys, Duration delay) {
    lock.lock();
    try {
      long at = clock.nanos() + delay.toNanos();
      for (var key : keys) due.merge(key, at, (a, b) -> a - b <= 0 ? a : b);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next key whose time has come; waits for it. Empty once the queue is closed. */
  public Optional<Due<K>> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        var next = next();
        long wait = wait(next);
        if (wait <= 0) return Optional.of(handOut(next.get()));
        if (next.isPresent()) changed.awaitNanos(wait);
        else changed.await();
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #take}, but does not wait: empty too while no key's time has come. */
  Optional<Due<K>> poll() {
    lock.lock();
    try {
      return next().filter(k -> !closed && wait(Optional.of(k)) <= 0).map(this::handOut);
    } finally {
      lock.unlock();
    }
  }

  /** The keys whose time has come, and those that are being worked on. */
  Set<K> pending() {
    lock.lock();
    try {
      long now = clock.nanos();
      var out = new HashSet<>(working.keySet());
      due.forEach((key, at) -> {
        if (at - now <= 0) out.add(key);
      });
      return out;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How the work gets on.
   *
   * @param told names a key to people
   */
  Pulse pulse(Function<K, String> told) {
    lock.lock();
    try {
      long now = clock.nanos();
      var overdue = due.entrySet().stream()
          .filter(e -> !working.containsKey(e.getKey()))
          .map(e -> now - e.getValue())
          .filter(late -> late >= 0)
          .toList();
      var underWay = new HashMap<String, Duration>();
      working.forEach((key, since) -> underWay.put(told.apply(key), Duration.ofNanos(now - since)));
      return new Pulse(
          overdue.size(),
          Duration.ofNanos(overdue.stream().max(Long::compare).orElse(0L)),
          Duration.ofNanos(now - moved),
          underWay);
    } finally {
      lock.unlock();
    }
  }

  private long wait(Optional<K> next) {
    return next.map(k -> due.get(k) - clock.nanos()).orElse(Long.MAX_VALUE);
  }

  private Due<K> handOut(K key) {
    moved = clock.nanos();
    working.put(key, moved);
    return new Due<>(key, due.remove(key));
  }

  /** Must follow every {@link #take}, whatever came of the work. */
  public void done(K key) {
    lock.lock();
    try {
      working.remove(key);
      moved = clock.nanos();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting; nothing is handed out any more. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Optional<K> next() {
    return due.entrySet().stream()
        .filter(e -> !working.containsKey(e.getKey()))
        .min((a, b) -> Long.compare(a.getValue() - b.getValue(), 0))
        .map(Map.Entry::getKey);
  }
}
