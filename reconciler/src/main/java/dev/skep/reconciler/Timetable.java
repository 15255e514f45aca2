package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobOrders.Rerun;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import dev.skep.reconciler.JobView.Wanted;
import dev.skep.reconciler.Turn.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which run a job with a schedule is to make. A slot is part of its run's key, so that it is the
 * same run whoever begins it, and the write that begins it also passes it in the job's record: none
 * is begun twice, whatever clocks do. Between two slots nothing is written. Pure.
 */
final class Timetable {
  /** Beyond this, missed slots are not counted. */
  private static final int MOST_MISSED = 1000;

  private final JobView view;
  private final Wanted wanted;
  private final Schedule schedule;
  private final UnaryOperator<String> ids;
  private final Optional<JobRecord> record;
  private final JobRecord.Slots slots;

  private Timetable(JobView view, Schedule schedule, UnaryOperator<String> ids) {
    this.view = view;
    this.wanted = view.wanted().orElseThrow();
    this.schedule = schedule;
    this.ids = ids;
    this.record = view.record().map(Held::value);
    this.slots = record.flatMap(JobRecord::slots).orElseGet(this::none);
  }

  /**
   * Empty for a job without a schedule.
   *
   * @param view with the run that would be wanted without a schedule
   * @param ids the id of the run of a key
   */
  static Optional<Turn> turn(JobView view, UnaryOperator<String> ids) {
    return view.policy().schedule().map(s -> new Timetable(view, s, ids).turn());
  }

  private Turn turn() {
    if (!slots.schedule().equals(schedule.slots())) return begin();
    var due = schedule.due(slots.passed(), view.now());
    var current = record.map(JobRecord::run).filter(this::ofSchedule).filter(this::underWay);
    if (current.isPresent() && !(due.isPresent() && givesWay(current.get()))) {
      return run(carriedOn(current.get()), slots, false);
    }
    // An attempt from before there was a schedule.
    if (current.isEmpty() && view.open().isPresent()) return rest();
    var rerun = ordered().filter(r -> !slots.rerun().equals(Optional.of(r.token())));
    if (rerun.isPresent()) return again(rerun.get(), current.isPresent());
    return due.map(slot -> at(slot, current.isPresent())).orElseGet(this::rest);
  }

  /** Neither does the past count, nor an order from when there was no schedule. */
  private JobRecord.Slots none() {
    return new JobRecord.Slots(Instant.EPOCH, "", ordered().map(Rerun::token));
  }

  private Turn begin() {
    var from = slots.passed().isAfter(view.now()) ? slots.passed() : view.now();
    var after = new JobRecord.Slots(from, schedule.slots(), slots.rerun());
    return new Turn(Kind.BEGIN, newest(), after, false, schedule.next(from));
  }

  private Turn rest() {
    return new Turn(Kind.REST, newest(), slots, false, next(slots.passed()));
  }

  private Turn run(JobRecord.Run run, JobRecord.Slots after, boolean replaces) {
    return new Turn(Kind.RUN, run, after, replaces, next(after.passed()));
  }

  private Optional<Instant> next(Instant passed) {
    return schedule.next(passed.isAfter(view.now()) ? passed : view.now());
  }

  private JobRecord.Run newest() {
    return record.filter(r -> r.attempt() > 0).map(JobRecord::run).orElseGet(wanted::run);
  }

  /** Begun for a slot, or by an order since there has been a schedule. */
  private boolean ofSchedule(JobRecord.Run run) {
    return RunKey.slot(run.key()).isPresent()
        || slots
            .rerun()
            .filter(t -> run.key().endsWith(RunKey.withToken("", t)))
            .isPresent();
  }

  private boolean underWay(JobRecord.Run run) {
    if (view.open().isPresent()) return true;
    return !record.orElseThrow().succeeded().contains(run.key())
        && JobMachine.over(view, wanted.with(run)).isEmpty();
  }

  private boolean givesWay(JobRecord.Run current) {
    if (schedule.concurrency() == Concurrency.REPLACE) return true;
    if (view.open().isPresent()) return false;
    var attempts = view.attemptsOfRun(current.id());
    return !attempts.isEmpty() && attempts.getLast().reason() == Reason.SUSPENDED;
  }

  /** What is left to do of a run is done as the manifest has it by now. */
  private JobRecord.Run carriedOn(JobRecord.Run current) {
    var base = RunKey.withoutToken(current.key());
    if (wanted.keys().contains(base)) return current;
    var key = base() + current.key().substring(base.length());
    return named(
        key,
        current.because() + "; " + RunKeys.changes(current.parts(), wanted.run().parts()));
  }

  private Turn again(Rerun order, boolean replaces) {
    var key = RunKey.withToken(base(), order.token());
    var after = new JobRecord.Slots(slots.passed(), slots.schedule(), Optional.of(order.token()));
    return run(named(key, order.because()), after, replaces);
  }

  private Turn at(Instant slot, boolean replaces) {
    int missed = schedule.missed(slots.passed(), slot, MOST_MISSED);
    var before = missed == 0
        ? ""
        : ", " + (missed == MOST_MISSED ? "more than " + (missed - 1) : missed)
            + (missed == 1 ? " slot" : " slots") + " before it missed";
    var after = new JobRecord.Slots(slot, slots.schedule(), slots.rerun());
    return run(named(RunKey.atSlot(base(), slot), "slot " + slot + before), after, replaces);
  }

  private JobRecord.Run named(String key, String because) {
    int number = Math.max(
        record.map(r -> r.run().number()).orElse(0),
        view.attempts().stream().mapToInt(AttemptRecord::runNumber).max().orElse(0));
    return new JobRecord.Run(
        ids.apply(key), key, number + 1, because, wanted.run().parts());
  }

  private Optional<Rerun> ordered() {
    return view.orders().rerun().filter(r -> wanted.keys().contains(r.runKey()));
  }

  private String base() {
    return RunKey.withoutToken(wanted.run().key());
  }
}
