package dev.skep.reconciler;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keys that want a pass, each at its time. Equal keys collapse to the earliest time; a key that is
 * being worked on is not handed out a second time, but comes again afterwards if it was added
 * meanwhile. As in Kubernetes' client-go.
 */
public final class WorkQueue {
  /**
   * A key and when its pass was due, by the clock's nanos: the pass must know of all that happened
   * before, and may be of the same mind as others that know it.
   */
  public record Due(String key, long at) {}

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Long> due = new HashMap<>();
  private final Set<String> working = new HashSet<>();
  private boolean closed;

  public WorkQueue(Clock clock) {
    this.clock = clock;
  }

  /** Wants a pass for the key after a delay, or earlier if that was wanted before. */
  public void add(String key, Duration delay) {
    addAll(Set.of(key), delay);
  }

  /** As {@link #add}, all due at the same moment, so that one look can serve them all. */
  public void addAll(Set<String> keys, Duration delay) {
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
  public Optional<Due> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        var next = next();
        long wait = next.map(k -> due.get(k) - clock.nanos()).orElse(Long.MAX_VALUE);
        if (wait <= 0) {
          working.add(next.get());
          return Optional.of(new Due(next.get(), due.remove(next.get())));
        }
        if (next.isPresent()) changed.awaitNanos(wait);
        else changed.await();
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Must follow every {@link #take}, whatever came of the work. */
  public void done(String key) {
    lock.lock();
    try {
      working.remove(key);
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

  private Optional<String> next() {
    return due.entrySet().stream()
        .filter(e -> !working.contains(e.getKey()))
        .min((a, b) -> Long.compare(a.getValue() - b.getValue(), 0))
        .map(Map.Entry::getKey);
  }
}
