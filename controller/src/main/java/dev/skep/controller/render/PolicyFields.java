package dev.skep.controller.render;

import dev.skep.controller.status.Fields;
import dev.skep.model.ExitCodes;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.RunPart;
import dev.skep.model.Schedule;
import dev.skep.model.SpecPart;
import dev.skep.model.StackPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Policies in the words of the manifest, with all that is so by default. */
final class PolicyFields {
  private PolicyFields() {}

  static Map<String, Object> of(StackPolicy policy) {
    return new Fields()
        .put("dependsOn", policy.dependsOn().stream().sorted().toList())
        .put("suspend", policy.suspend())
        .put("prune", policy.prune())
        .put("maxPrune", policy.maxPrune() + "%")
        .put("selfHeal", policy.selfHeal())
        .put("ignore", policy.ignore().stream().map(PolicyFields::ignored).toList())
        .put("progressDeadline", time(policy.progressDeadline()))
        .map();
  }

  private static Map<String, Object> ignored(StackPolicy.Ignore ignored) {
    return new Fields()
        .put("service", ignored.service())
        .put("fields", ignored.parts().stream().sorted().map(SpecPart::text).toList())
        .map();
  }

  static Map<String, Object> of(JobPolicy policy) {
    var out = new Fields().put("retry", policy.retry() ? "on-failure" : "none");
    if (policy.backoffLimit().isPresent()) {
      out.put("backoffLimit", policy.backoffLimit().getAsInt());
    } else {
      out.put("backoffLimit", "unlimited");
    }
    out.put("backoff", backoff(policy.backoff()));
    policy.limits().deadline().ifPresent(d -> out.put("deadline", time(d)));
    policy.limits().attempt().ifPresent(d -> out.put("attemptTimeout", time(d)));
    out.put("startTimeout", time(policy.limits().start()));
    out.put(
        "onExitCodes",
        policy.exitCodes().rules().stream().map(PolicyFields::rule).toList());
    lost(policy.onNodeLost(), out);
    var fields = out.put("onNewRevision", word(policy.onNewRevision()))
        .put("suspend", policy.suspend())
        .put("runOn", policy.runOn().stream().sorted().map(RunPart::text).toList())
        .put("ttlAfterSuccess", time(policy.keep().afterSuccess()))
        .put("ttlAfterFailure", time(policy.keep().afterFailure()))
        .put("logTail", policy.keep().logTail())
        .map();
    policy.schedule().ifPresent(s -> schedule(s, fields));
    return fields;
  }

  private static Map<String, Object> backoff(JobPolicy.Backoff backoff) {
    var out = new Fields().put("first", time(backoff.first())).map();
    out.put("factor", Trees.number(BigDecimal.valueOf(backoff.factor())));
    out.put("cap", time(backoff.cap()));
    return out;
  }

  private static Map<String, Object> rule(ExitCodes.Rule rule) {
    List<Object> codes = rule.codes().stream()
        .<Object>map(c -> c.from() == c.to() ? Integer.valueOf(c.from()) : c.from() + "-" + c.to())
        .toList();
    return new Fields().put(word(rule.effect()), codes).map();
  }

  private static void lost(NodeLost lost, Fields out) {
    switch (lost.kind()) {
      case WAIT, FAIL -> out.put("onNodeLost", word(lost.kind()));
      case RETRY ->
        out.put("onNodeLost", new Fields().put("retryAfter", time(lost.after())).map());
    }
  }

  private static void schedule(Schedule schedule, Map<String, Object> out) {
    out.put("schedule", schedule.cron().text());
    out.put("timeZone", schedule.zone().getId());
    out.put("concurrency", word(schedule.concurrency()));
    schedule.startingDeadline().ifPresent(d -> out.put("startingDeadline", time(d)));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** To the last nanosecond: unlike an age it is compared with what somebody wrote. */
  static String time(Duration time) {
    if (time.isZero()) return "0s";
    return part(time.toDays(), "d")
        + part(time.toHoursPart(), "h")
        + part(time.toMinutesPart(), "m")
        + part(time.toSecondsPart(), "s")
        + part(time.toMillisPart(), "ms")
        + part(time.toNanosPart() % 1_000_000, "ns");
  }

  private static String part(long count, String unit) {
    return count == 0 ? "" : count + unit;
  }
}
