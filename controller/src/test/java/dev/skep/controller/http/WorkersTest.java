package dev.skep.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void interruptsWhoTakesTooLong() throws Exception {
    try (var workers = new Workers("short", 1, Duration.ofMillis(20))) {
      var interrupted = new CountDownLatch(1);
      workers.execute(() -> {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          interrupted.countDown();
        }
      });
      interrupted.await();
    }
  }

  @Test
  void whatComesAfterTheEndIsDropped() {
    var workers = new Workers("closed", 1, LONG);
    workers.close();
    assertThatCode(() -> workers.execute(() -> {})).doesNotThrowAnyException();
  }

  @Test
  void aTaskThatBeginsAsItEndsFailsNobody() throws Exception {
    var failed = new CopyOnWriteArrayList<Throwable>();
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
      if (thread.getName().startsWith("ending")) failed.add(e);
    });
    try {
      for (int i = 0; i < 2_000; i++) {
        var workers = new Workers("ending", 1, LONG);
        var end = Thread.ofPlatform().start(workers::close);
        workers.execute(() -> {});
        end.join();
      }
      assertThat(failed).isEqualTo(List.of());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
