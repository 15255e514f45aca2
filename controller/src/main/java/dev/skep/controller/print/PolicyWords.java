package dev.skep.controller.print;

import dev.skep.model.ExitCodes;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.Keep;
import dev.skep.model.JobPolicy.Limits;
import dev.skep.model.JobPolicy.NewRevision;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.RunPart;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import dev.skep.model.Schedule.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A job's policy in a line, in the words of the manifest: how it is retried, and what is unusual. */
final class PolicyWords {
  private PolicyWords() {}

  static String of(JobPolicy policy, Terminal terminal) {
    var parts = new ArrayList<String>();
    policy.schedule().ifPresent(s -> schedule(s, parts));
    retries(policy, parts);
    limits(policy.limits(), parts);
    policy.exitCodes().rules().forEach(rule -> parts.add(codes(rule)));
    if (!policy.onNodeLost().equals(NodeLost.WAIT)) parts.add(lost(policy.onNodeLost()));
    if (policy.onNewRevision() != NewRevision.WAIT) parts.add("onNewRevision cancel");
    if (policy.suspend()) parts.add("suspend");
    if (!policy.runOn().equals(JobPolicy.DEFAULT.runOn())) {
      parts.add("runOn "
          + policy.runOn().stream().map(RunPart::text).sorted().collect(Collectors.joining(", ")));
    }
    keeping(policy.keep(), parts);
    return String.join(terminal.dot(), parts);
  }

  private static void schedule(Schedule schedule, List<String> parts) {
    parts.add("schedule " + schedule.slots());
    if (schedule.concurrency() == Concurrency.REPLACE) parts.add("concurrency replace");
    schedule.startingDeadline().ifPresent(d -> parts.add("startingDeadline " + Ages.policy(d)));
    var history = schedule.history();
    if (!history.equals(History.DEFAULT)) {
      parts.add("history " + history.succeeded() + " succeeded, " + history.failed() + " failed");
    }
  }

  private static void retries(JobPolicy policy, List<String> parts) {
    if (!policy.retry()) {
      parts.add("one attempt, no retry");
      return;
    }
    var limit = policy.backoffLimit();
    parts.add(limit.isPresent() ? "backoffLimit " + limit.getAsInt() : "no backoffLimit");
    var backoff = policy.backoff();
    parts.add("backoff " + Ages.policy(backoff.first()) + " x"
        + Double.toString(backoff.factor()).replaceFirst("\\.0$", "") + " max "
        + Ages.policy(backoff.cap()));
  }

  private static void limits(Limits limits, List<String> parts) {
    limits.deadline().ifPresent(d -> parts.add("deadline " + Ages.policy(d)));
    limits.attempt().ifPresent(d -> parts.add("attemptTimeout " + Ages.policy(d)));
    if (!limits.start().equals(Limits.DEFAULT.start())) {
      parts.add("startTimeout " + Ages.policy(limits.start()));
    }
  }

  private static String codes(ExitCodes.Rule rule) {
    var codes = rule.codes().stream()
        .map(c -> c.from() == c.to() ? "" + c.from() : c.from() + "-" + c.to())
        .collect(Collectors.joining(", "));
    return "exit " + codes + ": " + rule.effect().name().toLowerCase(Locale.ROOT);
  }

  private static String lost(NodeLost lost) {
    return switch (lost.kind()) {
      case WAIT -> "onNodeLost wait";
      case RETRY -> "onNodeLost retry after " + Ages.policy(lost.after());
      case FAIL -> "onNodeLost fail";
    };
  }

  private static void keeping(Keep keep, List<String> parts) {
    if (!keep.afterSuccess().equals(Keep.DEFAULT.afterSuccess())) {
      parts.add("ttlAfterSuccess " + Ages.policy(keep.afterSuccess()));
    }
    if (!keep.afterFailure().equals(Keep.DEFAULT.afterFailure())) {
      parts.add("ttlAfterFailure " + Ages.policy(keep.afterFailure()));
    }
    if (keep.logTail() != Keep.DEFAULT.logTail()) parts.add("logTail " + keep.logTail());
  }
}
