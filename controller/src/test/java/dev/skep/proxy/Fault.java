package dev.skep.proxy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** What the proxy does to one request. */
public sealed interface Fault {

  /** The engine never sees it, and the connection breaks. */
  record DropBefore() implements Fault {}

  /** The engine does it and answers, and the connection breaks without the answer. */
  record DropAnswer() implements Fault {}

  record Delay(Duration by) implements Fault {}

  /** An answer in the engine's place, which never sees the request. */
  record Answer(int status, String body) implements Fault {}

  /** The engine's answer, with another body in the place of its own. */
  record Rewrite(UnaryOperator<String> body) implements Fault {}

  /** Held before the engine until released; {@link Gate#reached} tells a test that it is. */
  record Pause(Gate gate) implements Fault {}

  /** Runs something, such as the end of a process, before the engine sees the request. */
  record Before(Runnable action) implements Fault {}

  /** Runs something when the engine has answered, before the client sees the answer. */
  record After(Runnable action) implements Fault {}

  /** Runs something when the client has been sent the whole answer. */
  record Answered(Runnable action) implements Fault {}

  /** Runs something, and then the request meets another fault. */
  record First(Runnable action, Fault then) implements Fault {}

  /** Where a request waits for the test. */
  final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    public void release() {
      released.countDown();
    }

    public boolean reached() {
      return reached.getCount() == 0;
    }

    void pass() throws InterruptedException {
      reached.countDown();
      released.await();
    }
  }
}
