package dev.skep.reconciler;

import io.vavr.control.Either;

/**
 * Where people's orders are written: look, decide, write, and all of it again when somebody else
 * wrote in between.
 */
final class OrderDesk {
  /** Looks at the most, when others keep writing. */
  private static final int TRIES = 5;

  private static final int NOTE = 300;

  /** Sees what there is now, and decides; left when nothing can be decided. */
  interface Look {
    Either<SwarmFault, Write> look();
  }

  /** Writes what was decided; right: what to say of it. */
  interface Write {
    Either<SwarmFault, String> write();
  }

  private OrderDesk() {}

  /**
   * @param what whose records these are, for people
   */
  static Either<SwarmFault, String> obey(String what, Look order) {
    Either<SwarmFault, String> last = Either.right("");
    for (int i = 0; i < TRIES; i++) {
      var decided = order.look();
      if (decided.isLeft()) return Either.left(decided.getLeft());
      last = decided.get().write();
      if (last.isRight() || !seenAnew(last.getLeft())) return last;
    }
    return last.getLeft() instanceof SwarmFault.OutcomeUnknown
        ? last
        : Either.left(new SwarmFault.Rejected("somebody else keeps writing the records of " + what
            + "; nothing was done, try again"));
  }

  /** What a person gives as reason, no longer than a record has room for. */
  static String brief(String note) {
    var text = note.strip();
    return text.substring(0, Math.min(NOTE, text.length()));
  }

  /** Others wrote between look and write, or nobody knows what came of ours. */
  private static boolean seenAnew(SwarmFault fault) {
    return switch (fault) {
      case SwarmFault.Absent f -> true;
      case SwarmFault.Stale f -> true;
      case SwarmFault.NameTaken f -> true;
      case SwarmFault.OutcomeUnknown f -> true;
      case SwarmFault.Unreachable f -> false;
      case SwarmFault.NotManager f -> false;
      case SwarmFault.Rejected f -> false;
    };
  }
}
