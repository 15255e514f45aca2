package dev.skep.controller.source;

/** Where desired stacks come from, read again and again. Closing it ends all work of its own. */
public interface Source extends AutoCloseable {
  /** The stacks as they are known now: the same object as long as nothing is new. */
  Stacks read();

  /** What was read and what does not work, for people. */
  SourceState state();

  /** Something has changed there: look soon. Many hints cost one look. */
  void hint();

  /**
   * Told, on a thread of the source's, when it has found something by itself; where a source only
   * looks when it is read, never.
   */
  default void onNews(Runnable listener) {}

  @Override
  void close();
}
