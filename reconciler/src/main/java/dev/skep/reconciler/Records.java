package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.StackRecord;
import dev.skep.model.Tree;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Skep's memory, kept as Docker configs in Swarm's own Raft store: create-if-absent by their unique
 * names, compare-and-swap by their versions. They never carry a stack's label, because {@code
 * docker stack rm} takes what has one.
 */
public final class Records {
  /** A config's content may not be empty; what a record says is in its labels. */
  private static final byte[] NO_CONTENT = {'-'};

  private static final int LOG_BYTES = 16 * 1024;

  private final Swarm swarm;
  private final String owner;

  public Records(Swarm swarm, String owner) {
    this.swarm = swarm;
    this.owner = owner;
  }

  /** The stack and job records of all stacks, by stack; attempts are not among them. */
  public Either<SwarmFault, Map<String, Ledger>> heads() {
    return swarm
        .payloads(Kind.CONFIG, Map.of(Labels.OWNER, owner, RecordCodec.HEAD, ""))
        .map(Records::collect);
  }

  /** The attempts of one stack's jobs, or of all stacks', oldest first. */
  public Either<SwarmFault, List<AttemptRecord>> attempts(Optional<String> stack) {
    var filter = new HashMap<>(Map.of(Labels.OWNER, owner, Labels.KIND, "attempt"));
    stack.ifPresent(s -> filter.put(Labels.STACK, s));
    return swarm.payloads(Kind.CONFIG, filter).map(found -> {
      var out = new ArrayList<AttemptRecord>();
      for (var config : found) {
        try {
          out.add(RecordCodec.readAttempt(config.labels()));
        } catch (IllegalArgumentException e) {
          // Seen again as a hole in the job's numbering, which stops the job: LedgerLost.
        }
      }
      out.sort(Comparator.comparing(AttemptRecord::number));
      return out;
    });
  }

  public Either<SwarmFault, Done> create(StackRecord stack) {
    var name = Names.stackRecord(owner, stack.stack());
    return create(name, RecordCodec.write(owner, stack), NO_CONTENT);
  }

  public Either<SwarmFault, Done> swap(Held<StackRecord> before, StackRecord after) {
    var name = Names.stackRecord(owner, after.stack());
    return swap(name, before.id(), before.version(), RecordCodec.write(owner, after));
  }

  public Either<SwarmFault, Done> create(JobRecord job) {
    var name = Names.jobRecord(owner, job.stack(), job.job());
    return create(name, RecordCodec.write(owner, job), NO_CONTENT);
  }

  public Either<SwarmFault, Done> swapJob(Held<JobRecord> before, JobRecord after) {
    var name = Names.jobRecord(owner, after.stack(), after.job());
    return swap(name, before.id(), before.version(), RecordCodec.write(owner, after));
  }

  /** Writes the log, then the attempt; either may be there already from an earlier try. */
  public Either<SwarmFault, Done> create(AttemptRecord attempt, List<String> log) {
    var logName = Names.logRecord(owner, attempt.run(), attempt.number());
    var name = Names.attemptRecord(owner, attempt.run(), attempt.number());
    return existing(create(logName, RecordCodec.log(owner, attempt), tail(log)))
        .flatMap(done -> existing(create(name, RecordCodec.write(owner, attempt), NO_CONTENT)));
  }

  /** The kept log of an attempt, oldest line first. */
  public Either<SwarmFault, List<String>> log(String run, int number) {
    return swarm.configContent(Names.logRecord(owner, run, number)).map(bytes -> {
      var text = new String(bytes, StandardCharsets.UTF_8);
      return text.equals("-") ? List.of() : List.of(text.split("\n"));
    });
  }

  private Either<SwarmFault, Done> create(String name, Map<String, String> labels, byte[] content) {
    return swarm
        .createPayload(Kind.CONFIG, name, labels, content, Tree.Obj.EMPTY)
        .map(id -> Done.DONE);
  }

  private Either<SwarmFault, Done> swap(
      String name, String id, long version, Map<String, String> labels) {
    return swarm.relabelPayload(Kind.CONFIG, id, version, name, labels);
  }

  private static Either<SwarmFault, Done> existing(Either<SwarmFault, Done> written) {
    return written.isLeft() && written.getLeft() instanceof SwarmFault.NameTaken
        ? Either.right(Done.DONE)
        : written;
  }

  private static byte[] tail(List<String> log) {
    if (log.isEmpty()) return NO_CONTENT;
    var bytes = String.join("\n", log).getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LOG_BYTES) return bytes;
    int from = bytes.length - LOG_BYTES;
    while (from < bytes.length && (bytes[from] & 0xC0) == 0x80) from++;
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static Map<String, Ledger> collect(List<ObservedPayload> heads) {
    var stacks = new HashMap<String, Held<StackRecord>>();
    var jobs = new HashMap<String, Map<String, Held<JobRecord>>>();
    var unreadable = new HashMap<String, Map<String, String>>();
    for (var config : heads) {
      var stack = config.labels().getOrDefault(Labels.STACK, "");
      try {
        if ("stack".equals(config.labels().get(Labels.KIND))) {
          var record = RecordCodec.readStack(config.labels());
          stacks.put(stack, new Held<>(record, config.id(), config.version()));
        } else if ("job".equals(config.labels().get(Labels.KIND))) {
          var record = RecordCodec.readJob(config.labels());
          jobs.computeIfAbsent(stack, s -> new HashMap<>())
              .put(record.job(), new Held<>(record, config.id(), config.version()));
        }
      } catch (IllegalArgumentException e) {
        var job = config.labels().getOrDefault(Labels.JOB, "");
        unreadable
            .computeIfAbsent(stack, s -> new HashMap<>())
            .put(job, "record " + config.name() + ": " + e.getMessage());
      }
    }
    var out = new HashMap<String, Ledger>();
    var names = new HashSet<>(stacks.keySet());
    names.addAll(jobs.keySet());
    names.addAll(unreadable.keySet());
    for (var name : names) {
      out.put(
          name,
          new Ledger(
              Optional.ofNullable(stacks.get(name)),
              jobs.getOrDefault(name, Map.of()),
              List.of(),
              unreadable.getOrDefault(name, Map.of())));
    }
    return out;
  }
}
