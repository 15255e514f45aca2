package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;

/**
 * A stack of a folder that a controller keeps: an application that waits for a job, {@code
 * migrate}, which is its own witness.
 */
record KeptStack(TestStack on, WitnessDatabase database, StatusFolder status) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String JOB = "migrate";

  /** Puts it into the folder, or puts another revision in its place. */
  KeptStack put(WitnessedJob job) {
    on.write("witness.py", TestStack.resource("witness.py"));
    on.write("compose.yaml", job.compose(on.name(), database.name()));
    return this;
  }

  /** What {@code docker stack deploy} makes of the same file. */
  void deployByHand(WitnessedJob job, String... flags) {
    on.engine()
        .stack(
            "deploy --resolve-image never " + String.join(" ", flags) + " -c compose.yaml "
                + on.name(),
            Map.of(
                "compose.yaml", job.compose(on.name(), database.name()),
                "witness.py", TestStack.resource("witness.py")));
  }

  /** As {@code put}, and waits until the controller acts on it. */
  void turnTo(WitnessedJob job) {
    var before = record("wanted");
    put(job);
    waiting("new revision").until(() -> !record("wanted").equals(before));
  }

  Witness witness() {
    return database.of(on.name());
  }

  /** Finished ones, as recorded. */
  List<Attempt> attempts() {
    return Attempt.of(on);
  }

  /** These have finished, in this order, such as {@code FAILED/ExitCode}. */
  void hasAttempts(String... ends) {
    assertThat(attempts()).extracting(Attempt::end).containsExactly(ends);
  }

  /** What the job's status file says, such as {@code Failed/BackoffLimitExceeded}. */
  String standing() {
    return field("phase") + "/" + field("reason");
  }

  String field(String key) {
    return status.field("jobs/" + on.service(JOB), key);
  }

  /** What the stack's status file says, such as {@code Ready}. */
  String phase() {
    return status.field("stacks/" + on.name(), "phase");
  }

  void awaitPhase(String phase) {
    waiting(phase).until(this::phase, phase::equals);
  }

  void awaitStanding(String standing) {
    waiting(standing).until(this::standing, standing::equals);
  }

  /** Until the job has succeeded and the application runs at the newest revision. */
  void awaitReady() {
    waiting("ready").until(() -> {
      var wanted = record("wanted");
      return !wanted.isEmpty() && wanted.equals(record("applied"));
    });
  }

  /** Until the database has so many rows. */
  void awaitRows(int count) {
    waiting(count + " rows").until(() -> witness().rows().size() == count);
  }

  /** Until the application is told this, and runs so. */
  void awaitLevel(String level) {
    waiting("level " + level).until(() -> environment().contains("LEVEL=" + level));
    awaitReady();
  }

  /** Of the application, as the engine has it. */
  String environment() {
    return on.engine().inspect(on.service("app"), "{{.Spec.TaskTemplate.ContainerSpec.Env}}");
  }

  /** Tasks of the application that should run. */
  List<String> application() {
    return on.engine()
        .lines("docker service ps --no-trunc --quiet --filter desired-state=running "
            + on.service("app") + " 2>/dev/null || true");
  }

  /** The job's attempt services, by name. */
  List<String> services() {
    return on.attempts();
  }

  /** A label of the stack's record; empty without a record. */
  private String record(String label) {
    var records = on.records("stack");
    if (records.isEmpty()) return "";
    return on.engine()
        .line("docker config inspect --format '{{index .Spec.Labels \"dev.skep." + label + "\"}}' "
            + records.getFirst());
  }

  /** Gives a command on the job, such as {@code resolve}; it is obeyed. */
  void tells(String command, String... more) {
    var skep = tell(command, more);
    assertThat(skep.exitCode(PATIENCE)).as(skep.toString()).isZero();
  }

  /** Gives a command on the stack, such as {@code rollback}; it is obeyed. */
  void tellsStack(String command, String... more) {
    var words = new ArrayList<>(List.of(command, "stack", on.name()));
    words.addAll(List.of(more));
    var skep = on.skep(on.host(), words.toArray(String[]::new));
    assertThat(skep.exitCode(PATIENCE)).as(skep.toString()).isZero();
  }

  /** Gives a command on the job. */
  SkepProcess tell(String command, String... more) {
    var words = new ArrayList<>(List.of(command, "job", on.service(JOB)));
    words.addAll(List.of(more));
    return on.skep(on.host(), words.toArray(String[]::new));
  }

  ConditionFactory waiting(String what) {
    return await(on.name() + ": " + what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions();
  }
}
