package dev.skep.controller.docker;

import java.time.Duration;

/** Told of what is asked of an engine; on any thread, and not to be held. */
public interface EngineListener {
  EngineListener NONE = new EngineListener() {
    @Override
    public void called(String method, String code, Duration took) {}

    @Override
    public void lookedUp(String answer) {}
  };

  /**
   * A call came to its end.
   *
   * @param code the class of the answer, such as {@code 2xx}; without one {@code never_sent}, {@code
   *     timed_out} or {@code broken}
   */
  void called(String method, String code, Duration took);

  /**
   * A registry was asked for an image.
   *
   * @param answer {@code found}, {@code no_image}, {@code no_login}, {@code puzzling}, {@code silent}
   *     or {@code not_asked}
   */
  void lookedUp(String answer);
}
