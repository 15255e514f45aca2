package dev.skep.controller.cli;

import dev.skep.reconciler.Lease;
import java.io.PrintWriter;
import java.util.Optional;

/** Takes the lease for a command that writes, or says who has it. */
final class LeaseTaking {
  private LeaseTaking() {}

  /**
   * Empty when the lease is ours; else the exit code. Waits until it is clear whose it is.
   *
   * @param instead what a person can do when somebody else is at work
   */
  static Optional<Integer> take(Lease lease, String owner, String instead, PrintWriter err)
      throws InterruptedException {
    boolean told = false;
    long from = System.nanoTime();
    while (true) {
      var standing = lease.acquireOrRenew();
      if (lease.held()) return Optional.empty();
      long waited = System.nanoTime() - from;
      boolean over = waited > lease.duration().plusSeconds(2).toNanos();
      if (standing.isLeft() && over) {
        err.println("skep: cannot take the lease: " + standing.getLeft().message());
        return Optional.of(Exit.ENGINE);
      }
      if (standing.isRight() && standing.get() instanceof Lease.Theirs theirs) {
        if (over) {
          err.println("skep: " + theirs.holder() + " is at work on this Swarm as owner " + owner
              + "; " + instead);
          return Optional.of(Exit.HELD);
        }
        if (!told) err.println("waiting for the lease of " + theirs.holder());
        told = true;
      }
      Thread.sleep(Math.min(500, lease.renewEvery().toMillis()));
    }
  }
}
