package dev.skep.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which request meets which fault; the oldest rule that applies counts. */
final class Rules {
  private static final class Rule {
    final Predicate<Exchange> applies;
    final Fault fault;
    int times;

    Rule(Predicate<Exchange> applies, Fault fault, int times) {
      this.applies = applies;
      this.fault = fault;
      this.times = times;
    }
  }

  private final List<Rule> rules = new ArrayList<>();

  synchronized void add(Predicate<Exchange> applies, Fault fault, int times) {
    rules.add(new Rule(applies, fault, times));
  }

  synchronized void clear() {
    rules.clear();
  }

  synchronized Optional<Fault> take(Exchange request) {
    for (var rule : rules) {
      if (rule.times > 0 && rule.applies.test(request)) {
        rule.times--;
        return Optional.of(rule.fault);
      }
    }
    return Optional.empty();
  }
}
