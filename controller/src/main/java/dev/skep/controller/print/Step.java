package dev.skep.controller.print;

import java.time.Duration;
import java.util.Optional;

/**
 * One line of an apply.
 *
 * @param kind service, job, network, config or secret
 * @param text changes only when something happened
 * @param tail what counts up or down meanwhile; plays no part in whether something happened
 * @param note a second line, for the terminal only
 * @param took what it says it took; otherwise it is measured
 */
record Step(
    Mark mark,
    String kind,
    String name,
    String text,
    String tail,
    String note,
    Optional<Duration> took) {

  static Step of(Mark mark, String kind, String name, String text) {
    return new Step(mark, kind, name, text, "", "", Optional.empty());
  }

  Step withTail(String text2) {
    return new Step(mark, kind, name, text, text2, note, took);
  }

  Step withNote(String text2) {
    return new Step(mark, kind, name, text, tail, text2, took);
  }

  Step withTook(Optional<Duration> duration) {
    return new Step(mark, kind, name, text, tail, note, duration);
  }

  String key() {
    return kind + " " + name;
  }

  boolean saysTheSame(Step other) {
    return mark == other.mark && text.equals(other.text);
  }
}
