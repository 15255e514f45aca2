package dev.skep.manifests;

import dev.skep.model.Labels;
import dev.skep.model.Schedule.Concurrency;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The labels by which swarm-cronjob runs a service, read so that its files move over as they are.
 * Whether it asks the registry and with what credentials is no question here: an image's name is
 * looked up once for each revision, and credentials go with every service that is made.
 *
 * @see <a href="https://crazymax.dev/swarm-cronjob/usage/docker-labels/">its documentation</a>
 */
final class CronjobLabels {
  private static final String PREFIX = Labels.CRONJOB;

  static final String SCHEDULE = PREFIX + "schedule";

  private static final String ENABLE = PREFIX + "enable";
  private static final String SKIP_RUNNING = PREFIX + "skip-running";
  private static final String REPLICAS = PREFIX + "replicas";
  private static final String RUN_ONCE = PREFIX + "run-once";

  private static final Set<String> KNOWN = Set.of(
      ENABLE,
      SCHEDULE,
      SKIP_RUNNING,
      REPLICAS,
      RUN_ONCE,
      PREFIX + "registry-auth",
      PREFIX + "query-registry",
      PREFIX + "scaledown");

  private final Fields deploy;
  private final Map<String, String> labels;
  private final Problems problems;

  private CronjobLabels(Fields deploy, Map<String, String> labels, Problems problems) {
    this.deploy = deploy;
    this.labels = labels;
    this.problems = problems;
  }

  /** Empty unless they make the service a job. */
  static Optional<CronjobLabels> of(Fields deploy, Map<String, String> labels, Problems problems) {
    var read = new CronjobLabels(deploy, labels, problems);
    if (!read.flag(ENABLE)) return Optional.empty();
    read.check();
    return Optional.of(read);
  }

  Optional<String> schedule() {
    return Optional.ofNullable(labels.get(SCHEDULE));
  }

  /** What swarm-cronjob does with a run that is not over: a forced update replaces its tasks. */
  Concurrency concurrency() {
    return flag(SKIP_RUNNING) ? Concurrency.FORBID : Concurrency.REPLACE;
  }

  /** How many tasks a run has, whatever {@code deploy.replicas} says. */
  long replicas() {
    var text = labels.getOrDefault(REPLICAS, "1");
    return text.matches("[1-9][0-9]{0,3}") ? Long.parseLong(text) : 0;
  }

  private void check() {
    if (schedule().isEmpty()) error(ENABLE, "there is no " + SCHEDULE + " beside it; write one");
    if (replicas() == 0) {
      error(REPLICAS, "is " + Problems.quote(labels.get(REPLICAS)) + "; write a number from 1 on");
    }
    if (flag(RUN_ONCE)) {
      error(
          RUN_ONCE,
          "a job without a schedule runs once; write " + Labels.JOB + ": \"true\" in place of the "
              + PREFIX + "* labels");
    }
    labels.keySet().stream()
        .filter(key -> key.startsWith(PREFIX) && !KNOWN.contains(key))
        .forEach(key -> problems.warning(
            deploy.place("labels"), path(key) + ": means nothing to Skep; delete it"));
  }

  /** As Go reads it, which swarm-cronjob is written in. */
  private boolean flag(String key) {
    var text = labels.getOrDefault(key, "false");
    if (Set.of("1", "t", "T", "true", "True", "TRUE").contains(text)) return true;
    if (!Set.of("0", "f", "F", "false", "False", "FALSE").contains(text)) {
      error(key, "is " + Problems.quote(text) + "; write \"true\" or \"false\"");
    }
    return false;
  }

  private void error(String key, String why) {
    problems.error(deploy.place("labels"), path(key) + ": " + why);
  }

  private String path(String key) {
    return deploy.path("labels") + "." + key;
  }
}
