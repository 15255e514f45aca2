package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import dev.skep.model.JobOrders;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.Receipt;
import dev.skep.model.StackOrders;
import dev.skep.model.StackRecord;
import dev.skep.model.Tree;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Skep's memory, kept as Docker configs in Swarm's own Raft store: create-if-absent by their unique
 * names, compare-and-swap by their versions. They never carry a stack's label, because {@code
 * docker stack rm} takes what has one.
 */
public final class Records {
  /** A config's content may not be empty; what a record says is in its labels. */
  private static final byte[] NO_CONTENT = {'-'};

  /** Of each stack. */
  static final int RECEIPTS = 20;

  static final int LOG_BYTES = 16 * 1024;

  /** What all engines that Skep supports take for a config. */
  private static final int REVISION_BYTES = 500_000;

  private final Swarm swarm;
  private final String owner;
  private volatile Read last = new Read(List.of(), Heads.NONE);

  /** What was made of a list of configs. */
  private record Read(List<ObservedPayload> configs, Heads heads) {}

  public Records(Swarm swarm, String owner) {
    this.swarm = swarm;
    this.owner = owner;
  }

  /** What every pass reads of all stacks; attempts are not among it. */
  public Either<SwarmFault, Heads> heads() {
    return swarm
        .payloads(Kind.CONFIG, Map.of(Labels.OWNER, owner, RecordLabels.HEAD, ""))
        .map(configs -> {
          var read = last;
          if (read.configs() != configs) last = read = new Read(configs, collect(configs));
          return read.heads();
        });
  }

  /** The attempts of one stack's jobs, or of all stacks', oldest first. */
  public Either<SwarmFault, List<AttemptRecord>> attempts(Optional<String> stack) {
    return attempts(stack.map(s -> Map.of(Labels.STACK, s)).orElse(Map.of()));
  }

  Either<SwarmFault, List<AttemptRecord>> attempts(String stack, String job) {
    return attempts(Map.of(Labels.STACK, stack, Labels.JOB, job));
  }

  Either<SwarmFault, List<AttemptRecord>> attemptsOfRun(String run) {
    return attempts(Map.of(Labels.RUN, run));
  }

  private Either<SwarmFault, List<AttemptRecord>> attempts(Map<String, String> which) {
    var filter = new HashMap<>(which);
    filter.putAll(Map.of(Labels.OWNER, owner, Labels.KIND, "attempt"));
    return swarm.payloads(Kind.CONFIG, filter).map(found -> {
      var out = readAttempts(found);
      out.sort(Comparator.comparing(AttemptRecord::number));
      return out;
    });
  }

  /** How one-shots ended that nobody committed, oldest first. */
  public Either<SwarmFault, List<AttemptRecord>> oneShots() {
    var filter = Map.of(Labels.OWNER, owner, Labels.KIND, RecordCodec.ONE_SHOT);
    return swarm.payloads(Kind.CONFIG, filter).map(found -> {
      var out = readAttempts(found);
      out.sort(Comparator.comparing(AttemptRecord::endedAt).thenComparing(AttemptRecord::run));
      return out;
    });
  }

  /** Which of these ends of one-shots are there to be read now. */
  Either<SwarmFault, List<AttemptRecord>> oneShots(Collection<AttemptRecord> ends) {
    var names =
        ends.stream().map(e -> Names.oneShotRecord(owner, e.run())).collect(Collectors.toSet());
    return swarm.payloadsNamed(Kind.CONFIG, names).map(Records::readAttempts);
  }

  private static List<AttemptRecord> readAttempts(List<ObservedPayload> configs) {
    var out = new ArrayList<AttemptRecord>();
    for (var config : configs) {
      try {
        out.add(RecordCodec.readAttempt(config.labels()));
      } catch (IllegalArgumentException | DateTimeParseException e) {
        // Seen again as a hole in the job's numbering, which stops the job: LedgerLost.
      }
    }
    return out;
  }

  public Either<SwarmFault, Done> create(StackRecord stack) {
    var name = Names.stackRecord(owner, stack.stack());
    return create(name, StackRecordCodec.write(owner, stack), NO_CONTENT);
  }

  public Either<SwarmFault, Done> swap(Held<StackRecord> before, StackRecord after) {
    var name = Names.stackRecord(owner, after.stack());
    return swap(name, before.id(), before.version(), StackRecordCodec.write(owner, after));
  }

  public Either<SwarmFault, Done> create(JobRecord job) {
    var name = Names.jobRecord(owner, job.stack(), job.job());
    return create(name, RecordCodec.write(owner, job), NO_CONTENT);
  }

  /** Of one that cannot be read, too. */
  public Either<SwarmFault, Done> swapJob(Held<?> before, JobRecord after) {
    var name = Names.jobRecord(owner, after.stack(), after.job());
    return swap(name, before.id(), before.version(), RecordCodec.write(owner, after));
  }

  /** The first order of a job makes its record, later ones change what was read. */
  public Either<SwarmFault, Done> write(Optional<Held<JobOrders>> before, JobOrders after) {
    var name = Names.ordersRecord(owner, after.stack(), after.job());
    var labels = OrdersCodec.write(owner, after);
    return before.isEmpty()
        ? create(name, labels, NO_CONTENT)
        : swap(name, before.get().id(), before.get().version(), labels);
  }

  /** The first order of a stack makes its record, later ones change what was read. */
  Either<SwarmFault, Done> write(Optional<Held<StackOrders>> before, StackOrders after) {
    var name = Names.stackOrdersRecord(owner, after.stack());
    var labels = OrdersCodec.write(owner, after);
    return before.isEmpty()
        ? create(name, labels, NO_CONTENT)
        : swap(name, before.get().id(), before.get().version(), labels);
  }

  /** In the place of an earlier one that nobody has looked at yet. */
  Either<SwarmFault, Done> write(SetBack setBack) {
    var name = Names.setBack(owner);
    var labels = setBack.labels(owner);
    return swarm
        .payloadsNamed(Kind.CONFIG, Set.of(name))
        .flatMap(found -> found.isEmpty()
            ? create(name, labels, NO_CONTENT)
            : swap(name, found.getFirst().id(), found.getFirst().version(), labels));
  }

  /** A person has said that the records are right as they are. */
  public Either<SwarmFault, Done> accept(Held<SetBack> setBack) {
    return Writer.gone(swarm.removePayload(Kind.CONFIG, setBack.id()));
  }

  /** One more; of those of the stack, the oldest beyond so many go. */
  Either<SwarmFault, Done> create(Receipt receipt) {
    var name = Names.receipt(owner, receipt);
    return existing(create(name, StackRecordCodec.write(owner, receipt), NO_CONTENT))
        .flatMap(done -> configs("receipt", receipt.stack()))
        .flatMap(all -> removeAll(all.stream()
            .sorted(Comparator.comparing(ObservedPayload::createdAt).reversed())
            .skip(RECEIPTS)
            .toList()));
  }

  private Either<SwarmFault, Done> removeAll(List<ObservedPayload> configs) {
    Either<SwarmFault, Done> last = Either.right(Done.DONE);
    for (var config : configs) {
      last = Writer.gone(swarm.removePayload(Kind.CONFIG, config.id()));
    }
    return last;
  }

  /** What was done to a stack, newest first; each of what it can read. */
  public Either<SwarmFault, List<Receipt>> receipts(String stack) {
    return configs("receipt", stack).map(all -> {
      var out = new ArrayList<Receipt>();
      for (var config : all) {
        try {
          out.add(StackRecordCodec.readReceipt(config.labels()));
        } catch (IllegalArgumentException | DateTimeParseException e) {
          // Of another version: it decides nothing.
        }
      }
      out.sort(Comparator.comparing(Receipt::at).reversed());
      return out;
    });
  }

  /**
   * Keeps what the record of a stack says is in place, so that it can be rolled back to, and of
   * that stack only what {@link StackRecord#lastGood} may name beside it. One that is too large
   * for a config is not kept.
   */
  Either<SwarmFault, Done> keep(DesiredStack stack, StackRecord record) {
    var content = RevisionCodec.write(stack);
    var labels = StackRecordCodec.revision(owner, stack.name(), stack.revision());
    var name = Names.revision(owner, stack.name(), stack.revision());
    var kept = content.length > REVISION_BYTES
        ? Either.<SwarmFault, Done>right(Done.DONE)
        : existing(create(name, labels, content));
    var needed = record.good().map(StackRecord.Applied::revision).toList();
    return kept.flatMap(done -> configs("revision", stack.name()))
        .flatMap(all -> removeAll(all.stream()
            .filter(c ->
                StackRecordCodec.revision(c.labels()).filter(needed::contains).isEmpty())
            .toList()));
  }

  /** A revision as it was; {@link SwarmFault.Absent} when it is not kept or cannot be read. */
  Either<SwarmFault, DesiredStack> revision(String stack, String revision) {
    var name = Names.revision(owner, stack, revision);
    return swarm.configContent(name).flatMap(content -> {
      try {
        return Either.right(RevisionCodec.read(content));
      } catch (IllegalArgumentException e) {
        return Either.left(new SwarmFault.Absent("config " + name + ": " + e.getMessage()));
      }
    });
  }

  /** The revision of the stack's record is in place now; its receipt may have been dropped. */
  Either<SwarmFault, Done> inPlace(StackRecord stack) {
    return configs("receipt", stack.stack()).flatMap(all -> {
      for (var config : all) {
        var labels = config.labels();
        if (!StackRecordCodec.isOf(labels, stack)) continue;
        return swap(
            config.name(), config.id(), config.version(), StackRecordCodec.inPlace(labels, stack));
      }
      return Either.right(Done.DONE);
    });
  }

  /** What can be read of a job's record, if there is one, when not all of it can be. */
  Either<SwarmFault, Optional<Held<LedgerRepair.Rest>>> rest(String stack, String job) {
    return swarm
        .payloadsNamed(Kind.CONFIG, Set.of(Names.jobRecord(owner, stack, job)))
        .map(found -> found.stream()
            .findFirst()
            .map(c -> new Held<>(RecordCodec.readRest(c.labels()), c.id(), c.version())));
  }

  /** Writes the log, then the attempt; either may be there already from an earlier try. */
  public Either<SwarmFault, Done> create(AttemptRecord attempt, List<String> log) {
    var name = Names.attemptRecord(owner, attempt.run(), attempt.number());
    return create(name, RecordCodec.write(owner, attempt), attempt, log);
  }

  /** As {@link #create(AttemptRecord, List)}, for a one-shot that nobody committed. */
  Either<SwarmFault, Done> createOneShot(AttemptRecord end, List<String> log) {
    var name = Names.oneShotRecord(owner, end.run());
    return create(name, RecordCodec.writeOneShot(owner, end), end, log);
  }

  private Either<SwarmFault, Done> create(
      String name, Map<String, String> labels, AttemptRecord end, List<String> log) {
    var logName = Names.logRecord(owner, end.run(), end.number());
    var lines = tail(log);
    return existing(create(logName, RecordCodec.log(owner, end, lines.length), lines))
        .flatMap(done -> existing(create(name, labels, NO_CONTENT)));
  }

  /** Drops the end of a one-shot: first its log, which nobody would find any more without it. */
  Either<SwarmFault, Done> forgetOneShot(AttemptRecord end) {
    var log = Names.logRecord(owner, end.run(), end.number());
    return remove(log).flatMap(done -> remove(Names.oneShotRecord(owner, end.run())));
  }

  private Either<SwarmFault, Done> remove(String name) {
    return swarm
        .payloadsNamed(Kind.CONFIG, Set.of(name))
        .flatMap(found -> found.isEmpty()
            ? Either.right(Done.DONE)
            : Writer.gone(swarm.removePayload(Kind.CONFIG, found.getFirst().id())));
  }

  /** The kept log of an attempt, oldest line first. */
  public Either<SwarmFault, List<String>> log(String run, int number) {
    return swarm.configContent(Names.logRecord(owner, run, number)).map(bytes -> {
      var text = new String(bytes, StandardCharsets.UTF_8);
      return text.equals("-") ? List.of() : List.of(text.split("\n"));
    });
  }

  /**
   * All logs and attempts, with their sizes. The engine sends the logs' content along, which may be
   * megabytes: to be asked for rarely.
   */
  Either<SwarmFault, List<Kept>> kept() {
    return configs("log")
        .flatMap(logs -> configs("attempt").map(attempts -> {
          var out = new ArrayList<Kept>();
          logs.forEach(c -> Kept.log(c).ifPresent(out::add));
          attempts.forEach(c -> Kept.attempt(c).ifPresent(out::add));
          return out;
        }));
  }

  Either<SwarmFault, Done> drop(Kept kept) {
    return swarm.removePayload(Kind.CONFIG, kept.id());
  }

  private Either<SwarmFault, List<ObservedPayload>> configs(String kind) {
    return swarm.payloads(Kind.CONFIG, Map.of(Labels.OWNER, owner, Labels.KIND, kind));
  }

  private Either<SwarmFault, List<ObservedPayload>> configs(String kind, String stack) {
    var filter = Map.of(Labels.OWNER, owner, Labels.KIND, kind, Labels.STACK, stack);
    return swarm.payloads(Kind.CONFIG, filter);
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
    var bytes = String.join("\n", log).getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) return NO_CONTENT;
    if (bytes.length <= LOG_BYTES) return bytes;
    int from = bytes.length - LOG_BYTES;
    while (from < bytes.length && (bytes[from] & 0xC0) == 0x80) from++;
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static Heads collect(List<ObservedPayload> heads) {
    var found = new HashMap<String, Reading>();
    Optional<Held<SetBack>> setBack = Optional.empty();
    for (var config : heads) {
      if (SetBack.KIND.equals(config.labels().get(Labels.KIND))) {
        setBack = Optional.of(new Held<>(SetBack.read(config), config.id(), config.version()));
        continue;
      }
      var stack = config.labels().getOrDefault(Labels.STACK, "");
      found.computeIfAbsent(stack, s -> new Reading()).add(config);
    }
    var out = new HashMap<String, Ledger>();
    found.forEach((stack, of) -> out.put(stack, of.ledger()));
    return new Heads(out, setBack);
  }

  /** The heads of one stack, while they are read. */
  private static final class Reading {
    private Optional<Held<StackRecord>> stack = Optional.empty();
    private final Map<String, Held<JobRecord>> jobs = new HashMap<>();
    private final Map<String, Held<JobOrders>> orders = new HashMap<>();
    private Optional<Held<StackOrders>> given = Optional.empty();
    private final Map<String, String> unreadable = new HashMap<>();

    void add(ObservedPayload config) {
      var job = config.labels().getOrDefault(Labels.JOB, "");
      try {
        switch (config.labels().getOrDefault(Labels.KIND, "")) {
          case "stack" -> stack = Optional.of(held(config, StackRecordCodec::readStack));
          case "job" -> jobs.put(job, held(config, RecordCodec::readJob));
          case "stack-orders" -> given = Optional.of(held(config, OrdersCodec::readStackOrders));
          case "orders" -> orders.put(job, held(config, OrdersCodec::readOrders));
          default -> {}
        }
      } catch (IllegalArgumentException | DateTimeParseException e) {
        unreadable.put(job, "record " + config.name() + ": " + e.getMessage());
      }
    }

    private static <T> Held<T> held(ObservedPayload config, Function<Map<String, String>, T> read) {
      return new Held<>(read.apply(config.labels()), config.id(), config.version());
    }

    Ledger ledger() {
      return new Ledger(stack, jobs, orders, given, List.of(), unreadable);
    }
  }
}
