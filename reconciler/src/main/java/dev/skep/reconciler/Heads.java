package dev.skep.reconciler;

import java.util.Map;
import java.util.Optional;

/**
 * The records that every pass reads.
 *
 * @param byStack those of a stack and its jobs, without attempts
 * @param setBack that the store was put back, until a person has looked at it
 */
public record Heads(Map<String, Ledger> byStack, Optional<Held<SetBack>> setBack) {
  static final Heads NONE = new Heads(Map.of(), Optional.empty());

  public Heads {
    byStack = Map.copyOf(byStack);
  }

  /** Empty for a stack that nobody remembers. */
  public Ledger of(String stack) {
    return byStack.getOrDefault(stack, Ledger.EMPTY);
  }
}
