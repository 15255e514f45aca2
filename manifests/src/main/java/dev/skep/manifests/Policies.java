package dev.skep.manifests;

import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.Backoff;
import dev.skep.model.JobPolicy.Keep;
import dev.skep.model.JobPolicy.Limits;
import dev.skep.model.JobPolicy.NewRevision;
import dev.skep.model.JobPolicy.NodeLost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a job's policy: {@code x-skep.job}, over what {@code restart_policy} asks for. */
final class Policies {
  /** More than a log's record holds, unless the lines are very short. */
  private static final int LONGEST_TAIL = 1000;

  private static final String A_NODE_LOST = "wait, fail or {retryAfter: 10m}";

  private final Fields job;
  private final Problems problems;

  private Policies(Fields job, Problems problems) {
    this.job = job;
    this.problems = problems;
  }

  static JobPolicy of(Fields service, Fields deploy, Optional<Fields> job, Problems problems) {
    var base = restartPolicy(service, deploy, problems);
    return job.map(fields -> new Policies(fields, problems).over(base)).orElse(base);
  }

  /** The policy that {@code restart_policy}, or else {@code restart}, asks for. */
  private static JobPolicy restartPolicy(Fields service, Fields deploy, Problems problems) {
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
        new Backoff(first, base.backoff().factor(), base.backoff().cap()));
  }

  private JobPolicy over(JobPolicy base) {
    boolean again = retry().orElse(base.retry());
    var limit = count(job, "backoffLimit");
    if (!again && limit.orElse(0) > 0) {
      problems.warning(
          job.place("backoffLimit"),
          job.path("backoffLimit") + ": never counts, because there is no retry; delete it, or"
              + " write retry: on-failure");
    }
    var policy = base.retrying(
            limit.isPresent() && limit.getAsInt() == 0 ? false : again,
            limit.isPresent() ? limit : base.backoffLimit(),
            job.section("backoff").map(b -> backoff(b, base.backoff())).orElse(base.backoff()))
        .with(limits(base.limits()))
        .with(ExitCodeRules.of(job, problems))
        .with(onNodeLost())
        .with(onNewRevision())
        .suspended(job.flag("suspend").orElse(false))
        .runningOn(RunParts.of(job, problems))
        .with(keep(base.keep()));
    job.finishOurs();
    return policy;
  }

  private Optional<Boolean> retry() {
    var word = job.text("retry");
    // As restart_policy has it: for a job the same as on-failure.
    if (!word.equals(Optional.of("any"))) {
      word.ifPresent(w -> job.oneOf("retry", w, List.of("on-failure", "none")));
    }
    return word.map(w -> !w.equals("none"));
  }

  private Backoff backoff(Fields fields, Backoff base) {
    if (fields.has("first") && fields.has("delay")) {
      problems.error(
          fields.place("delay"), fields.path() + ": first and delay mean the same; keep one");
    }
    var first = duration(fields, "first").or(() -> duration(fields, "delay")).orElse(base.first());
    var factor = fields
        .value("factor")
        .flatMap(v -> Values.decimal(v, fields.path("factor"), problems))
        .orElse(base.factor());
    if (factor < 1 || factor > 100) {
      problems.error(fields.place("factor"), fields.path("factor") + ": expected 1 to 100");
      factor = base.factor();
    }
    var cap = duration(fields, "cap");
    if (cap.isPresent() && cap.get().compareTo(first) < 0) {
      problems.error(
          fields.place("cap"), fields.path("cap") + ": is less than the first pause; raise it");
    }
    fields.finishOurs();
    return new Backoff(first, factor, cap.orElse(base.cap()));
  }

  private Limits limits(Limits base) {
    var noTime = "0 leaves no time to run; write more, or delete it for no limit";
    var deadline = positive(job, "deadline", noTime);
    var attempt = positive(job, "attemptTimeout", noTime);
    var start = positive(job, "startTimeout", "0 leaves no time to start; write more, such as 10m");
    if (deadline.isPresent()
        && attempt.filter(a -> a.compareTo(deadline.get()) > 0).isPresent()) {
      problems.warning(
          job.place("attemptTimeout"),
          job.path("attemptTimeout") + ": is longer than the deadline, which ends the attempt"
              + " first; shorten it, or delete it");
    }
    return new Limits(deadline, attempt, start.orElse(base.start()));
  }

  private NodeLost onNodeLost() {
    var value = job.value("onNodeLost");
    if (value.isEmpty()) return NodeLost.WAIT;
    var path = job.path("onNodeLost");
    if (value.get() instanceof Yaml.Mapping mapping) {
      return retryAfter(Fields.of(mapping, path, problems));
    }
    var word = value.get() instanceof Yaml.Scalar s ? s.shown() : "";
    switch (word) {
      case "wait":
        return NodeLost.WAIT;
      case "fail":
        return NodeLost.FAIL;
      case "retry":
        problems.error(value.get().place(), path + ": say after what time: {retryAfter: 10m}");
        return NodeLost.WAIT;
      default:
        Values.wrong(value.get(), path, A_NODE_LOST, problems);
        return NodeLost.WAIT;
    }
  }

  private NodeLost retryAfter(Fields lost) {
    var after = positive(
        lost, "retryAfter", "0 leaves the node no time to come back; write more, such as 10m");
    if (lost.keys().isEmpty() || lost.keys().contains("retryAfter") && !lost.has("retryAfter")) {
      problems.error(lost.place(), lost.path() + ": says no time; write {retryAfter: 10m}");
    }
    lost.finishOurs();
    return after.map(time -> new NodeLost(NodeLost.Kind.RETRY, time)).orElse(NodeLost.WAIT);
  }

  private NewRevision onNewRevision() {
    var word = job.text("onNewRevision");
    word.ifPresent(w -> job.oneOf("onNewRevision", w, List.of("wait", "cancel")));
    return word.equals(Optional.of("cancel")) ? NewRevision.CANCEL : NewRevision.WAIT;
  }

  private Keep keep(Keep base) {
    var success = duration(job, "ttlAfterSuccess").orElse(base.afterSuccess());
    var failure = duration(job, "ttlAfterFailure").orElse(base.afterFailure());
    var tail = count(job, "logTail");
    if (tail.orElse(0) > LONGEST_TAIL) {
      problems.error(
          job.place("logTail"),
          job.path("logTail") + ": at most " + LONGEST_TAIL + " lines are kept; write fewer");
    }
    return new Keep(success, failure, tail.orElse(base.logTail()));
  }

  private Optional<Duration> positive(Fields fields, String key, String why) {
    return Durations.positive(fields, key, why, problems);
  }

  private Optional<Duration> duration(Fields fields, String key) {
    return Durations.time(fields, key, problems);
  }

  private static OptionalInt count(Fields fields, String key) {
    var value = fields.natural(key);
    return value.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.min(value.getAsLong(), Integer.MAX_VALUE - 1));
  }
}
