package dev.skep.controller.docker;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A call that got no whole answer. */
record Breakage(Kind kind, String message) {

  enum Kind {
    /** No connection was made: the engine cannot have seen the call. */
    NEVER_SENT,
    TIMED_OUT,
    BROKEN
  }

  static Breakage timedOut(Duration deadline) {
    return new Breakage(Kind.TIMED_OUT, "no answer within " + deadline.toSeconds() + " s");
  }

  static Breakage interrupted() {
    return new Breakage(Kind.BROKEN, "interrupted while waiting for the answer");
  }

  static Breakage closed() {
    return new Breakage(Kind.NEVER_SENT, "the connection to the engine was closed by Skep itself");
  }

  /** docker-java wraps every I/O failure in a bare RuntimeException: the chain of causes tells. */
  static Breakage of(Throwable failure, EngineAddress address) {
    var last = failure;
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      last = cause;
      var refusal = neverSent(cause, address);
      if (refusal.isPresent()) return new Breakage(Kind.NEVER_SENT, refusal.get());
    }
    return new Breakage(Kind.BROKEN, "the connection broke: " + text(last));
  }

  private static Optional<String> neverSent(Throwable cause, EngineAddress address) {
    var text = text(cause).toLowerCase(Locale.ROOT);
    if (cause instanceof NoSuchFileException || text.contains("no such file or directory"))
      return Optional.of("no engine at " + address + ": start it or give --host");
    if (text.contains("permission denied"))
      return Optional.of("no permission to use "
          + address
          + ": add your user to the group docker (and log in again) or use sudo");
    if (cause instanceof ConnectException || text.contains("connection refused"))
      return Optional.of("nothing listens at " + address + ": start the engine or give --host");
    if (cause instanceof UnknownHostException || cause instanceof NoRouteToHostException)
      return Optional.of("cannot reach " + address + " (" + text(cause) + "): give --host");
    return Optional.empty();
  }

  private static String text(Throwable failure) {
    var message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
