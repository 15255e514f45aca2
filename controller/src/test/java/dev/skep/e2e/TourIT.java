package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.e2e.Tour.Step;
import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The tour from Git, which begins in the README, typed as it stands there. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class TourIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Path ROOT = Path.of("..");

  @TempDir
  private Path folder;

  /** Git's settings of the machine play no part. */
  private Map<String, String> environment(SwarmLab lab) {
    return Map.of(
        "DOCKER_HOST", lab.host(0),
        "JAVA_HOME", System.getProperty("java.home"),
        "TMPDIR", folder.toString(),
        "GIT_CONFIG_GLOBAL", "/dev/null",
        "GIT_CONFIG_SYSTEM", "/dev/null",
        "GIT_AUTHOR_NAME", "Ada",
        "GIT_AUTHOR_EMAIL", "ada@example.com",
        "GIT_COMMITTER_NAME", "Ada",
        "GIT_COMMITTER_EMAIL", "ada@example.com");
  }

  /** It is built already, and its Swarm is one of ours. */
  private static boolean prepared(Step step) {
    return step.command().equals("make build") || step.command().contains("lab/lab ");
  }

  private static void take(Step step, TourShell shell) {
    if (step.looks()) {
      await(step.command())
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(PAUSE)
          .untilAsserted(() -> printsWhatIsShown(step, shell));
    } else if (step.shown().isEmpty()) {
      var answer = shell.run(step.command());
      assertThat(answer.exit()).as(step.command() + "\n" + answer.printed()).isZero();
    } else {
      printsWhatIsShown(step, shell);
    }
  }

  private static void printsWhatIsShown(Step step, TourShell shell) {
    assertThat(Tour.plain(shell.run(step.command()).printed()))
        .as(step.command())
        .isEqualTo(Tour.plain(step.shown()));
  }

  @Test
  void everyCommandDoesWhatThePageShows() throws IOException {
    var tour = Tour.under("## Five minutes from Git", ROOT.resolve("README.md"))
        .then(Tour.under("# From a bad commit to an empty Swarm", ROOT.resolve("docs/gitops.md")));
    assertThat(tour.steps()).filteredOn(TourIT::prepared).hasSize(3);
    assertThat(tour.steps()).filteredOn(Step::looks).hasSizeGreaterThan(7);

    try (var lab = SwarmLab.start(1);
        var shell = new TourShell(ROOT, environment(lab))) {
      tour.steps().stream().filter(step -> !prepared(step)).forEach(step -> take(step, shell));
    }
  }
}
