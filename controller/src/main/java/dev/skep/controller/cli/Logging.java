package dev.skep.controller.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged: warnings for commands, everything done for the controller. */
final class Logging {
  private static final String OURS = "dev.skep";

  private Logging() {}

  static void verbose() {
    set(Level.INFO);
  }

  /** Commands print for people; what passes log would tear holes into that. */
  static void quiet() {
    if (logger().getEffectiveLevel() != Level.INFO) set(Level.ERROR);
  }

  static void defect(Exception e) {
    logger().info("defect", e);
  }

  private static void set(Level level) {
    logger().setLevel(level);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(OURS);
  }
}
