package dev.skep.reconciler;

import dev.skep.model.Cron;
import dev.skep.model.ExitCodes;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.Backoff;
import dev.skep.model.JobPolicy.Keep;
import dev.skep.model.JobPolicy.Limits;
import dev.skep.model.JobPolicy.NewRevision;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.RunPart;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import dev.skep.model.Schedule.History;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A job's policy in one line of a record, so that it can be told without the manifest. Only what
 * differs from the default is written.
 */
final class PolicyCodec {
  private PolicyCodec() {}

  static String write(JobPolicy policy) {
    var usual = JobPolicy.DEFAULT;
    var words = new TreeMap<String, String>();
    if (!policy.retry()) words.put("retry", "none");
    policy.backoffLimit().ifPresent(n -> words.put("limit", Integer.toString(n)));
    if (!policy.backoff().equals(usual.backoff())) {
      var b = policy.backoff();
      words.put("backoff", b.first() + "," + b.factor() + "," + b.cap());
    }
    if (!policy.exitCodes().rules().isEmpty()) words.put("codes", codes(policy.exitCodes()));
    var limits = policy.limits();
    limits.deadline().ifPresent(d -> words.put("deadline", d.toString()));
    limits.attempt().ifPresent(d -> words.put("attempt", d.toString()));
    if (!limits.start().equals(usual.limits().start())) {
      words.put("start", limits.start().toString());
    }
    if (!policy.onNodeLost().equals(NodeLost.WAIT)) {
      words.put("lost", policy.onNodeLost().kind() + "," + policy.onNodeLost().after());
    }
    if (policy.onNewRevision() != NewRevision.WAIT) {
      words.put("new", policy.onNewRevision().name());
    }
    if (policy.suspend()) words.put("suspend", "true");
    if (!policy.runOn().equals(usual.runOn())) {
      words.put(
          "on",
          policy.runOn().stream().map(RunPart::text).sorted().collect(Collectors.joining(",")));
    }
    if (!policy.keep().equals(usual.keep())) {
      var k = policy.keep();
      words.put("keep", k.afterSuccess() + "," + k.afterFailure() + "," + k.logTail());
    }
    policy.schedule().ifPresent(s -> schedule(s, words));
    return Words.write(words);
  }

  /** What this version cannot read is as by default: the line serves to be shown. */
  static JobPolicy read(String line) {
    try {
      return readAll(Words.read(line));
    } catch (RuntimeException e) {
      return JobPolicy.DEFAULT;
    }
  }

  private static JobPolicy readAll(Map<String, String> words) {
    var usual = JobPolicy.DEFAULT;
    var limit = words.get("limit");
    var policy = usual
        .retrying(
            !words.containsKey("retry"),
            limit == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(limit)),
            part(words, "backoff")
                .map(b -> new Backoff(
                    Duration.parse(b.get(0)),
                    Double.parseDouble(b.get(1)),
                    Duration.parse(b.get(2))))
                .orElse(usual.backoff()))
        .with(new Limits(
            Optional.ofNullable(words.get("deadline")).map(Duration::parse),
            Optional.ofNullable(words.get("attempt")).map(Duration::parse),
            Optional.ofNullable(words.get("start"))
                .map(Duration::parse)
                .orElse(usual.limits().start())))
        .with(codes(words.getOrDefault("codes", "")))
        .with(part(words, "lost")
            .map(l -> new NodeLost(NodeLost.Kind.valueOf(l.get(0)), Duration.parse(l.get(1))))
            .orElse(NodeLost.WAIT))
        .with(NewRevision.valueOf(words.getOrDefault("new", "WAIT")))
        .suspended(words.containsKey("suspend"))
        .with(part(words, "keep")
            .map(k -> new Keep(
                Duration.parse(k.get(0)), Duration.parse(k.get(1)), Integer.parseInt(k.get(2))))
            .orElse(usual.keep()));
    var narrowed = part(words, "on").map(p -> policy.runningOn(parts(p))).orElse(policy);
    return schedule(words).map(narrowed::at).orElse(narrowed);
  }

  private static void schedule(Schedule schedule, Map<String, String> words) {
    words.put("cron", schedule.cron().text().replace(' ', '_'));
    words.put("zone", schedule.zone().getId());
    if (schedule.concurrency() != Concurrency.FORBID) {
      words.put("concurrency", schedule.concurrency().name());
    }
    schedule.startingDeadline().ifPresent(d -> words.put("late", d.toString()));
    if (!schedule.history().equals(History.DEFAULT)) {
      words.put(
          "history", schedule.history().succeeded() + "," + schedule.history().failed());
    }
  }

  private static Optional<Schedule> schedule(Map<String, String> words) {
    return Optional.ofNullable(words.get("cron"))
        .map(cron -> new Schedule(
            Cron.of(cron.replace('_', ' ')),
            ZoneId.of(words.getOrDefault("zone", "UTC")),
            Concurrency.valueOf(words.getOrDefault("concurrency", "FORBID")),
            Optional.ofNullable(words.get("late")).map(Duration::parse),
            part(words, "history")
                .map(h -> new History(Integer.parseInt(h.get(0)), Integer.parseInt(h.get(1))))
                .orElse(History.DEFAULT)));
  }

  private static Optional<List<String>> part(Map<String, String> words, String key) {
    return Optional.ofNullable(words.get(key)).map(v -> Arrays.asList(v.split(",")));
  }

  private static Set<RunPart> parts(List<String> names) {
    return names.stream().flatMap(n -> RunPart.of(n).stream()).collect(Collectors.toSet());
  }

  /** Such as {@code FAIL:2-2,64-78;IGNORE:75-75}. */
  private static String codes(ExitCodes codes) {
    return codes.rules().stream()
        .map(r -> r.effect() + ":"
            + r.codes().stream().map(c -> c.from() + "-" + c.to()).collect(Collectors.joining(",")))
        .collect(Collectors.joining(";"));
  }

  private static ExitCodes codes(String text) {
    var rules = new ArrayList<ExitCodes.Rule>();
    for (var rule : text.split(";", -1)) {
      int colon = rule.indexOf(':');
      if (colon < 0) continue;
      var ranges = Arrays.stream(rule.substring(colon + 1).split(","))
          .map(r -> r.split("-"))
          .map(r -> new ExitCodes.Range(Integer.parseInt(r[0]), Integer.parseInt(r[1])))
          .toList();
      rules.add(new ExitCodes.Rule(ExitCodes.Effect.valueOf(rule.substring(0, colon)), ranges));
    }
    return new ExitCodes(rules);
  }
}
