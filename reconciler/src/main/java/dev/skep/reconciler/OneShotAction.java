package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.ObservedService;

/** One write about a one-shot that nobody committed, with its reason. */
public sealed interface OneShotAction {
  AttemptRecord end();

  /** Why, for people. */
  String reason();

  /** What it acts on, such as {@code job cleanup}. */
  default String target() {
    return "job " + end().job();
  }

  /** Tells one kind of write about one end from all others. */
  default String key() {
    return getClass().getSimpleName() + " " + end().run();
  }

  /** Saves the log, then how it ended. */
  record RecordOneShot(ObservedService observed, AttemptRecord end) implements OneShotAction {
    @Override
    public String reason() {
      var code = end().exitCode();
      return end().reason().text() + (code.isPresent() ? ", exit code " + code.getAsInt() : "");
    }
  }

  /** Removes its service, by id, if it is still as it was seen. */
  record CollectOneShot(ObservedService observed, AttemptRecord end) implements OneShotAction {
    @Override
    public String reason() {
      return "over and recorded";
    }
  }

  /** Drops the record of one whose service is long gone, so that they do not grow for ever. */
  record ForgetOneShot(AttemptRecord end) implements OneShotAction {
    @Override
    public String reason() {
      return "newer ones need the room";
    }
  }
}
