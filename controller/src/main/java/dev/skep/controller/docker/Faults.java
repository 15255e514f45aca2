package dev.skep.controller.docker;

import dev.skep.reconciler.SwarmFault;
import dev.skep.reconciler.SwarmFault.Absent;
import dev.skep.reconciler.SwarmFault.NameTaken;
import dev.skep.reconciler.SwarmFault.NotManager;
import dev.skep.reconciler.SwarmFault.OutcomeUnknown;
import dev.skep.reconciler.SwarmFault.Rejected;
import dev.skep.reconciler.SwarmFault.Stale;
import dev.skep.reconciler.SwarmFault.Unreachable;
import java.util.Locale;

/**
 * Turns the engine's refusals into faults. The status alone does not tell: a lost compare-and-swap,
 * a missing leader and a spec complaint are all 500, so the message is read too.
 */
final class Faults {
  private Faults() {}

  static SwarmFault of(Call call, Reply reply) {
    var said = reply.message();
    var text = said.toLowerCase(Locale.ROOT);
    var message = call + ": " + said + " (HTTP " + reply.status() + ")";
    if (text.contains("update out of sequence")) return new Stale(message);
    if (neverProposed(text)) return new Unreachable(message);
    if (perhapsApplied(text)) return unanswered(call, message);
    if (call.write() && refersToNothing(text)) return new Absent(message);
    if (call.write() && lacksPlugin(text)) return new Rejected(message);
    return switch (reply.status()) {
      case 404 -> new Absent(message);
      case 409 -> new NameTaken(message);
      case 503 -> unavailable(call, text, message);
      case 429 -> new Unreachable(message);
      case 500 -> call.write() ? new Rejected(message) : new Unreachable(message);
      case 502, 504 -> unanswered(call, message);
      default -> new Rejected(message);
    };
  }

  static SwarmFault of(Call call, Breakage breakage) {
    return switch (breakage.kind()) {
      case NEVER_SENT -> new Unreachable(breakage.message());
      case TIMED_OUT, BROKEN -> unanswered(call, call + ": " + breakage.message());
    };
  }

  static SwarmFault unreadable(Call call) {
    return unanswered(call, call + ": the answer is not what the Engine API promises");
  }

  static NotManager noSwarm(Object address) {
    return new NotManager("the engine at "
        + address
        + " is not part of a Swarm: run 'docker swarm init' there, or give --host of a manager");
  }

  static NotManager worker(Object address) {
    return new NotManager("the engine at "
        + address
        + " is a Swarm worker: give --host of a manager, or promote it with 'docker node promote'");
  }

  static NotManager locked(Object address) {
    return new NotManager(
        "the Swarm manager at " + address + " is locked: run 'docker swarm unlock' there");
  }

  /** Somebody removed a thing between our look and our write that names it: look again. */
  private static boolean refersToNothing(String text) {
    return text.matches("(?s).*(\\bnetwork \\S+ not found|\\b(config|secret) not found: ).*");
  }

  /** A driver that the engine does not have; it says so with the status of a missing object. */
  private static boolean lacksPlugin(String text) {
    return text.matches("(?s).*\\bplugin \\S+ not found.*");
  }

  /** The engine had no leader to hand the write to. */
  private static boolean neverProposed(String text) {
    return text.contains("does not have a leader")
        || text.contains("no elected primary cluster manager")
        || text.contains("manager is being prepared");
  }

  /**
   * The leader was lost or silent while it had the write in hand. The next leader may still commit
   * it, so only a read may be asked again.
   */
  private static boolean perhapsApplied(String text) {
    return text.contains("lost leader status")
        || text.contains("deadlineexceeded")
        || text.contains("deadline exceeded")
        || text.contains("context canceled")
        || text.contains("code = unavailable");
  }

  private static SwarmFault unavailable(Call call, String text, String message) {
    if (text.contains("encrypted") || text.contains("needs to be unlocked"))
      return new NotManager(message + "; run 'docker swarm unlock' there");
    if (text.contains("worker nodes") && !text.contains("swarm init"))
      return new NotManager(message + "; give --host of a manager");
    if (text.contains("not a swarm manager") || text.contains("swarm init"))
      return new NotManager(message);
    return unanswered(call, message);
  }

  private static SwarmFault unanswered(Call call, String message) {
    return call.write()
        ? new OutcomeUnknown(message + "; it may have been done")
        : new Unreachable(message);
  }
}
