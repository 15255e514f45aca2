package dev.skep.controller.doctor;

import dev.skep.controller.source.Source;
import dev.skep.controller.source.SourceState;
import dev.skep.controller.source.Stacks;
import dev.skep.model.Finding;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Whether the repository can be read, and has what is asked of it. */
final class SourceCheck {
  private static final String SOURCE = "source";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private SourceCheck() {}

  /** Opens it, waits until it was read or cannot be, and closes it. */
  static List<Finding> look(Supplier<Either<String, Source>> open) {
    return open.get()
        .fold(
            why -> List.of(Finding.fail(SOURCE, why, "mend the flags of skep doctor")), source -> {
              try (var opened = source) {
                opened.read();
                var state = await(opened);
                return of(opened.read(), state);
              }
            });
  }

  private static SourceState await(Source source) {
    var news = new Semaphore(0);
    source.onNews(news::release);
    try {
      // What came before we listened is seen by the question.
      while (!told(source.state()) && news.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        news.drainPermits();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return source.state();
  }

  private static boolean told(SourceState state) {
    return !state.revision().isEmpty() || state.trouble().isPresent();
  }

  static List<Finding> of(Stacks stacks, SourceState state) {
    if (state.trouble().isPresent()) {
      return List.of(Finding.fail(
          SOURCE,
          state.name() + ": " + state.trouble().get().message(),
          "mend it there, or the flags that open it; a controller goes on with the last good"
              + " commit meanwhile"));
    }
    if (state.revision().isEmpty()) {
      return List.of(Finding.fail(
          SOURCE,
          state.name() + ": nothing came within " + PATIENCE.toSeconds() + " s",
          "see that its server is well and can be reached from here"));
    }
    var out = new ArrayList<Finding>();
    out.add(Finding.ok(SOURCE, state.at() + " can be read: " + stacks.good().size() + " stacks"));
    for (var problem : stacks.errors()) {
      out.add(Finding.warn(
          SOURCE, problem.toString(), "mend the file; its stack stays as it was meanwhile"));
    }
    return out;
  }
}
