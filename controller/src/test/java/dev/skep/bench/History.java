package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Hash;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.Reason;
import dev.skep.model.RunPart;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What years of runs leave behind: jobs whose runs have all succeeded, written by {@link Records}. */
record History(Swarm swarm, String owner, int jobs, int runsOfEach) {
  private static final int STACKS = 20;
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456789Z");

  /** As a migration's: a screenful. */
  private static final List<String> LOG =
      Collections.nCopies(24, "  Applying orders.0042_add_currency... OK");

  void write() throws InterruptedException {
    var records = new Records(swarm, owner);
    try (var threads = Executors.newFixedThreadPool(8)) {
      var all = IntStream.range(0, jobs)
          .<Callable<Void>>mapToObj(job -> () -> write(records, "old" + job % STACKS, "job" + job))
          .toList();
      for (var done : threads.invokeAll(all)) done.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private Void write(Records records, String stack, String job) {
    for (int n = 1; n <= runsOfEach; n++) got(records.create(attempt(stack, job, n), LOG));
    var run = new JobRecord.Run(
        run(stack, job, runsOfEach),
        key(job, runsOfEach),
        runsOfEach,
        "image shop:41 -> shop:42",
        Arrays.stream(RunPart.values())
            .collect(Collectors.toMap(Function.identity(), p -> Hash.base32(p.name(), 8))));
    var keys = IntStream.rangeClosed(1, runsOfEach).mapToObj(n -> key(job, n)).toList();
    got(records.create(new JobRecord(
        stack, job, "incarnation", run, runsOfEach, Optional.of("i".repeat(25)), 1, keys)));
    return null;
  }

  private static AttemptRecord attempt(String stack, String job, int number) {
    return new AttemptRecord(
        stack,
        job,
        run(stack, job, number),
        key(job, number),
        number,
        number,
        Result.SUCCEEDED,
        Verdict.RUN_SUCCEEDED,
        Reason.COMPLETED,
        "",
        OptionalInt.of(0),
        Optional.of("worker-1"),
        Optional.of("i".repeat(25)),
        AT,
        AT.plusSeconds(number));
  }

  private static String run(String stack, String job, int number) {
    return Hash.base32(stack + job + number, 26);
  }

  private static String key(String job, int number) {
    return "v1-" + Hash.base32(job + number, 26);
  }

  /** Of all records of a kind, as the engine stores them. */
  long bytes(String kind) {
    return got(swarm.payloads(Kind.CONFIG, Map.of(Labels.OWNER, owner, Labels.KIND, kind))).stream()
        .mapToLong(History::bytes)
        .sum();
  }

  /** Name, labels and content; the length of a log is in a label. */
  private static long bytes(ObservedPayload config) {
    var text = config.name()
        + String.join("", config.labels().keySet())
        + String.join("", config.labels().values());
    return text.getBytes(StandardCharsets.UTF_8).length
        + Long.parseLong(config.labels().getOrDefault(Labels.of("bytes"), "1"));
  }

  private static <T> T got(Either<SwarmFault, T> result) {
    assertThat(result.isRight()).as("%s", result).isTrue();
    return result.get();
  }
}
