package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobOrders;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All that the job machine looks at.
 *
 * @param wanted what the manifest asks for; empty when the job is no longer in it
 * @param missing why there should be a record of the job; empty while there need not be
 * @param attempts finished ones of this job, of all runs, oldest first
 * @param services attempt services that carry our mark and this job's name
 * @param named finds a service of any owner by its name
 * @param setBack that the store was put back, until a person has looked at it
 * @param epoch of the lease that we hold
 */
record JobView(
    String stack,
    String job,
    String owner,
    String incarnation,
    Optional<Wanted> wanted,
    Optional<Held<JobRecord>> record,
    JobOrders orders,
    Optional<String> unreadable,
    Optional<String> missing,
    List<AttemptRecord> attempts,
    List<ObservedService> services,
    Function<String, Optional<ObservedService>> named,
    Function<String, List<ObservedTask>> tasks,
    Function<Optional<String>, Optional<ObservedNode>> node,
    Optional<SetBack> setBack,
    Instant now,
    long epoch) {

  /** Why a job is suspended that no order suspends. */
  static final String BY_MANIFEST = "the manifest says suspend";

  /**
   * @param run the run that the run key asks for
   * @param keys all that the same work goes by, without a token
   * @param attemptSpec the spec of an attempt service, without name and attempt labels; empty
   *     while what it refers to does not exist yet
   * @param gate what it waits for; empty when it is free to run
   * @param foreign somebody else's service of the job's plain name
   * @param unproven it may have run before there were records of it
   * @param turn what its schedule makes of this moment; empty without a schedule
   */
  record Wanted(
      JobRecord.Run run,
      Set<String> keys,
      JobPolicy policy,
      Optional<Tree.Obj> attemptSpec,
      Optional<Gate> gate,
      Optional<ForeignRun> foreign,
      boolean unproven,
      Optional<Turn> turn) {

    /** Of a job without a schedule. */
    Wanted(
        JobRecord.Run run,
        Set<String> keys,
        JobPolicy policy,
        Optional<Tree.Obj> attemptSpec,
        Optional<Gate> gate,
        Optional<ForeignRun> foreign,
        boolean unproven) {
      this(run, keys, policy, attemptSpec, gate, foreign, unproven, Optional.empty());
    }

    Wanted with(JobRecord.Run other) {
      return new Wanted(other, keys, policy, attemptSpec, gate, foreign, unproven, turn);
    }

    /** As the schedule has it. */
    Wanted with(Turn now) {
      return new Wanted(
          now.run(), keys, policy, attemptSpec, gate, foreign, unproven, Optional.of(now));
    }

    /** Run again by order, though the key may have succeeded. */
    boolean rerun() {
      return !RunKey.withoutToken(run.key()).equals(run.key());
    }

    boolean succeeded(JobRecord record) {
      return RunKeys.succeeded(record, run.key(), keys);
    }
  }

  JobPolicy policy() {
    return wanted.map(Wanted::policy).orElse(JobPolicy.DEFAULT);
  }

  /** Why no attempt may begin or go on, if so. */
  Optional<String> suspended() {
    var byOrder = orders.suspended().map(JobOrders.Suspension::why);
    return byOrder.isPresent() || !policy().suspend() ? byOrder : Optional.of(BY_MANIFEST);
  }

  /**
   * The record, if it names an attempt that has no end recorded yet. Where a success is remembered
   * only its evidence can be missing, and its service, while it is there, still tells of it.
   */
  Optional<Held<JobRecord>> open() {
    return record.filter(r -> {
      var of = r.value();
      return of.attempt() > 0
          && attempt(of.run().id(), of.attempt()).isEmpty()
          && (!of.succeeded().contains(of.run().key())
              || services.stream().anyMatch(s -> of.serviceId().equals(Optional.of(s.id()))));
    });
  }

  Optional<AttemptRecord> attempt(String run, int number) {
    return attempts.stream()
        .filter(a -> a.run().equals(run) && a.number() == number)
        .findFirst();
  }

  /** The same with what is wanted otherwise. */
  JobView wanting(Wanted other) {
    return new JobView(
        stack,
        job,
        owner,
        incarnation,
        Optional.of(other),
        record,
        orders,
        unreadable,
        missing,
        attempts,
        services,
        named,
        tasks,
        node,
        setBack,
        now,
        epoch);
  }

  List<AttemptRecord> attemptsOfRun(String run) {
    return attempts.stream().filter(a -> a.run().equals(run)).toList();
  }

  /**
   * Why nobody can tell whether the wanted run has been made: what was done after the time that the
   * store was put back to is not remembered. An order to run again that was given since then says
   * what is right, and a slot that came since then has not been run.
   */
  Optional<SetBack> forgotten(Wanted of) {
    return setBack.filter(s -> of.turn()
        .flatMap(Turn::slot)
        .or(() -> of.rerun() ? orders.rerun().map(JobOrders.Rerun::at) : Optional.empty())
        .filter(at -> at.isAfter(s.foundAt()))
        .isEmpty());
  }

  /** The same of an attempt that is on record and, as far as is known, was not started yet. */
  Optional<SetBack> forgotten(JobRecord begun) {
    return setBack.filter(s -> begun.epoch() < s.epoch());
  }

  /** Never used before, nor by anybody's word. */
  int nextNumber() {
    int recorded = attempts.stream().mapToInt(AttemptRecord::number).max().orElse(0);
    int made = services.stream().mapToInt(AttemptSpec::number).max().orElse(0);
    int known = record.map(r -> r.value().attempt()).orElse(0);
    return 1 + Math.max(known, Math.max(recorded, made));
  }

  /** When the deadline of a run is over; {@code opened} is when its open attempt was made. */
  Optional<Instant> deadline(String run, Optional<Instant> opened) {
    var first = attempts.stream()
        .filter(a -> a.run().equals(run) && !a.taken())
        .map(AttemptRecord::startedAt)
        .min(Instant::compareTo);
    var start = first.filter(f -> opened.isEmpty() || f.isBefore(opened.get())).or(() -> opened);
    return policy().limits().deadline().flatMap(d -> start.map(s -> s.plus(d)));
  }
}
