package dev.skep.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Removes stacks beside the next test: the engine takes seconds to take a task out of its network.
 */
final class Cleaner implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final List<CompletableFuture<Void>> removals = new ArrayList<>();

  void remove(TestStack stack) {
    stack.stop();
    removals.add(CompletableFuture.runAsync(stack::close, thread));
  }

  /** Waits for all of it; a removal that failed fails here. */
  @Override
  public void close() {
    thread.close();
    removals.forEach(CompletableFuture::join);
  }
}
