package dev.skep.manifests;

import dev.skep.model.JobPolicy;
import dev.skep.model.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells jobs from services, and reads a job's policy. */
final class Jobs {
  /** How a service becomes a job, for messages. */
  static final String MARK =
      "mark it as a job with deploy.labels: {\"" + Labels.JOB + "\": \"true\"}";

  private static final List<String> LATER = List.of(
      "deadline",
      "attemptTimeout",
      "onExitCodes",
      "onNodeLost",
      "onNewRevision",
      "schedule",
      "timeZone",
      "concurrency",
      "startingDeadline",
      "suspend",
      "runOn");

  private final Fields service;
  private final Fields deploy;
  private final Problems problems;

  private Jobs(Fields service, Fields deploy, Problems problems) {
    this.service = service;
    this.deploy = deploy;
    this.problems = problems;
  }

  static Optional<JobPolicy> of(
      Fields service, Fields deploy, Map<String, String> labels, Problems problems) {
    var jobs = new Jobs(service, deploy, problems);
    var extension = service.section("x-skep");
    var policy = extension.flatMap(x -> x.section("job"));
    boolean job = jobs.marked(labels);
    if (policy.isPresent() && !job) {
      problems.error(
          extension.get().place("job"), policy.get().path() + ": this service is no job; " + MARK);
    }
    extension.ifPresent(Fields::finish);
    if (!job) return Optional.empty();
    jobs.checkReplicas();
    return Optional.of(jobs.policy(policy));
  }

  private boolean marked(Map<String, String> labels) {
    boolean job = label(labels, Labels.EPHEMERAL) | label(labels, Labels.JOB);
    var mode = deploy.text("mode").orElse("");
    if (mode.equals("global-job") || job && mode.equals("global")) {
      problems.error(
          deploy.place("mode"),
          deploy.path("mode") + ": a job runs once, not on every node; "
              + (job ? "delete the mode" : "write replicated-job"));
    }
    for (var key : List.of(Labels.EPHEMERAL, Labels.JOB)) {
      if (service.pairs("labels").containsKey(key)) {
        problems.warning(
            service.place("labels"),
            service.path("labels") + ": " + key + " makes a job only under deploy.labels; move it");
      }
    }
    return job || mode.equals("replicated-job") || mode.equals("global-job");
  }

  private boolean label(Map<String, String> labels, String key) {
    var value = labels.getOrDefault(key, "");
    if (value.equalsIgnoreCase("true")) return true;
    if (!value.equalsIgnoreCase("false") && labels.containsKey(key)) {
      problems.error(
          deploy.place("labels"),
          deploy.path("labels") + ": " + key + " is " + Problems.quote(value)
              + "; write \"true\" or \"false\"");
    }
    return false;
  }

  private void checkReplicas() {
    var replicas = deploy.natural("replicas");
    if (replicas.isPresent() && replicas.getAsLong() != 1) {
      problems.error(
          deploy.place("replicas"),
          deploy.path("replicas")
              + ": a job runs once, more is not supported yet; delete the line");
    }
  }

  private JobPolicy policy(Optional<Fields> extension) {
    var base = restartPolicy();
    if (extension.isEmpty()) return base;
    var x = extension.get();
    for (var key : LATER) x.refused(key, "not supported yet; delete it");
    var retry = x.text("retry").map(word -> retry(x, word)).orElse(base.retry());
    var limit = count(x, "backoffLimit");
    var tail = count(x, "logTail");
    var keep = base.keep();
    var limits = base.limits();
    var policy = base.retrying(
            limit.isPresent() && limit.getAsInt() == 0 ? false : retry,
            limit.isPresent() ? limit : base.backoffLimit(),
            x.section("backoff").map(b -> backoff(b, base.backoff())).orElse(base.backoff()))
        .with(new JobPolicy.Limits(
            limits.deadline(),
            limits.attempt(),
            duration(x, "startTimeout").orElse(limits.start())))
        .with(new JobPolicy.Keep(
            duration(x, "ttlAfterSuccess").orElse(keep.afterSuccess()),
            duration(x, "ttlAfterFailure").orElse(keep.afterFailure()),
            tail.orElse(keep.logTail())));
    x.finish();
    return policy;
  }

  private boolean retry(Fields x, String word) {
    if (List.of("on-failure", "any", "none").contains(word)) return !word.equals("none");
    problems.error(
        x.place("retry"),
        x.path("retry") + ": expected on-failure or none, found " + Problems.quote(word));
    return true;
  }

  private JobPolicy.Backoff backoff(Fields fields, JobPolicy.Backoff base) {
    if (fields.has("first") && fields.has("delay")) {
      problems.error(
          fields.place("delay"), fields.path() + ": first and delay mean the same; keep one");
    }
    var first = duration(fields, "first").or(() -> duration(fields, "delay")).orElse(base.first());
    var cap = duration(fields, "cap");
    var factor = fields
        .value("factor")
        .flatMap(v -> Values.decimal(v, fields.path("factor"), problems))
        .orElse(base.factor());
    if (factor < 1 || factor > 100) {
      problems.error(fields.place("factor"), fields.path("factor") + ": expected 1 to 100");
      factor = base.factor();
    }
    if (cap.isPresent() && cap.get().compareTo(first) < 0) {
      problems.error(
          fields.place("cap"), fields.path("cap") + ": is less than the first pause; raise it");
    }
    fields.finish();
    return new JobPolicy.Backoff(first, factor, cap.orElse(base.cap()));
  }

  private Optional<Duration> duration(Fields fields, String key) {
    var value = fields.value(key);
    if (value.isEmpty()) return Optional.empty();
    var duration = Values.text(value.get(), fields.path(key), problems).flatMap(Units::duration);
    if (duration.isEmpty()) {
      Values.wrong(value.get(), fields.path(key), "a duration such as 30s, 10m or 7d", problems);
    }
    return duration;
  }

  private static OptionalInt count(Fields fields, String key) {
    var value = fields.natural(key);
    return value.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.min(value.getAsLong(), Integer.MAX_VALUE - 1));
  }

  /** The policy that {@code restart_policy}, or else {@code restart}, asks for. */
  private JobPolicy restartPolicy() {
    var base = JobPolicy.DEFAULT;
    var section = deploy.section("restart_policy");
    if (section.isEmpty()) {
      var word = RestartWord.of(service, problems);
      int attempts = (int) word.attempts().orElse(0);
      return base.retrying(
          word.kind() != RestartWord.Kind.NO,
          attempts == 0 ? OptionalInt.empty() : OptionalInt.of(attempts),
          base.backoff());
    }
    var policy = section.get();
    policy.ignored("window", "has no meaning for a job; delete it");
    var attempts = count(policy, "max_attempts");
    var delay = Durations.nanos(policy, "delay", problems);
    var first = delay.isEmpty() ? base.backoff().first() : Duration.ofNanos(delay.getAsLong());
    return base.retrying(
        !policy.text("condition").orElse("").equals("none"),
        attempts.isPresent() && attempts.getAsInt() == 0 ? OptionalInt.empty() : attempts,
        new JobPolicy.Backoff(first, base.backoff().factor(), base.backoff().cap()));
  }
}
