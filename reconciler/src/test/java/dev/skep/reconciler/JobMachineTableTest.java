package dev.skep.reconciler;

import static dev.skep.model.JobPhase.BLOCKED;
import static dev.skep.model.JobPhase.FAILED;
import static dev.skep.model.JobPhase.RUNNING;
import static dev.skep.model.JobPhase.STARTING;
import static dev.skep.model.JobPhase.STOPPING;
import static dev.skep.model.JobPhase.SUCCEEDED;
import static dev.skep.model.JobPhase.SUPERSEDED;
import static dev.skep.model.JobPhase.SUSPENDED;
import static dev.skep.model.JobPhase.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.JobPhase;
import dev.skep.model.TaskState;
import dev.skep.reconciler.JobSituation.Memory;
import dev.skep.reconciler.JobSituation.Node;
import dev.skep.reconciler.JobSituation.Rule;
import dev.skep.reconciler.JobSituation.Service;
import dev.skep.reconciler.JobSituation.Wanted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every combination of what is remembered, seen, wanted and ordered, against a table that knows
 * nothing of the machine. The first row that fits counts; where none fits, nothing is done.
 */
class JobMachineTableTest {
  /** The write that moves the job on. */
  private enum Does {
    NOTHING,
    INTEND,
    GIVE_UP,
    CREATE,
    NAME,
    START,
    STOP,
    RECORD,
    SAVE_SUCCESS,
    TAKE_OVER
  }

  private record Row(Predicate<JobSituation> when, Does does, JobPhase phase) {}

  private static Row row(Predicate<JobSituation> when, Does does, JobPhase phase) {
    return new Row(when, does, phase);
  }

  /** Records that contradict each other come before all else, what a holder may do comes next. */
  private static final List<Row> FIRST = List.of(
      row(s -> s.memory() == Memory.NOTHING && begun(s), Does.NOTHING, BLOCKED),
      row(s -> s.memory() == Memory.SUCCEEDED_AND_NOT_SAVED, Does.SAVE_SUCCESS, RUNNING));

  private static final List<Row> NOT_BEGUN = List.of(
      row(s -> s.memory() == Memory.GIVEN_UP, Does.RECORD, RUNNING),
      row(s -> intended(s) && speaksAgainst(s, true), Does.GIVE_UP, STOPPING),
      row(s -> intended(s) && is(s, Service.SOMEBODY_ELSES), Does.NOTHING, BLOCKED),
      row(s -> intended(s) && is(s, Service.ABSENT), Does.CREATE, STARTING),
      row(JobMachineTableTest::intended, Does.NAME, STARTING),
      row(s -> named(s) && !ours(s), Does.NOTHING, UNKNOWN),
      row(s -> inert(s) && is(s, Service.FENCED_INERT), Does.RECORD, RUNNING),
      row(s -> inert(s) && speaksAgainst(s, true), Does.STOP, STOPPING),
      row(JobMachineTableTest::inert, Does.START, STARTING),
      row(s -> named(s) && s.seen().task() == null, Does.NOTHING, STARTING));

  private static final List<Row> BEGUN = List.of(
      row(s -> at(s, TaskState.REMOVE, TaskState.UNKNOWN), Does.NOTHING, UNKNOWN),
      row(s -> at(s, TaskState.COMPLETE), Does.RECORD, RUNNING),
      row(s -> at(s, TaskState.FAILED, TaskState.REJECTED) && !unseen(s), Does.RECORD, RUNNING),
      row(s -> fenced(s) && terminal(s) && !at(s, TaskState.ORPHANED), Does.RECORD, RUNNING),
      row(s -> lost(s) && !givesUpLost(s), Does.NOTHING, UNKNOWN),
      row(s -> lost(s) && terminal(s), Does.RECORD, RUNNING),
      row(s -> lost(s) && !fenced(s), Does.STOP, STOPPING),
      row(s -> lost(s) && doomed(s), Does.RECORD, RUNNING),
      row(JobMachineTableTest::lost, Does.NOTHING, UNKNOWN),
      row(
          s -> fenced(s) && at(s, TaskState.NEW, TaskState.PENDING) && doomed(s),
          Does.RECORD,
          RUNNING),
      row(s -> named(s) && fenced(s), Does.NOTHING, STOPPING),
      row(s -> named(s) && speaksAgainst(s, false), Does.STOP, STOPPING),
      row(s -> at(s, TaskState.RUNNING), Does.NOTHING, RUNNING),
      row(JobMachineTableTest::named, Does.NOTHING, STARTING));

  private static final List<Row> OVER = List.of(
      row(s -> mayGoOn(s) && !fenced(s), Does.STOP, STOPPING),
      row(JobMachineTableTest::mayGoOn, Does.NOTHING, STOPPING),
      row(s -> s.wanted() == Wanted.NOTHING, Does.NOTHING, SUPERSEDED),
      row(s -> same(s) && s.memory() == Memory.SUCCEEDED, Does.NOTHING, SUCCEEDED),
      row(s -> same(s) && s.rule() == Rule.CANCELLED, Does.NOTHING, FAILED),
      row(s -> same(s) && s.memory() == Memory.FAILED_FOR_GOOD, Does.NOTHING, FAILED),
      row(s -> same(s) && late(s), Does.NOTHING, FAILED),
      row(s -> s.rule() == Rule.SUSPENDED, Does.NOTHING, SUSPENDED),
      row(s -> true, Does.INTEND, STARTING));

  private static final List<List<Row>> TABLE = List.of(FIRST, NOT_BEGUN, BEGUN, OVER);

  private static boolean is(JobSituation s, Service service) {
    return s.seen().service() == service;
  }

  private static boolean intended(JobSituation s) {
    return s.memory() == Memory.INTENDED;
  }

  private static boolean named(JobSituation s) {
    return s.memory() == Memory.NAMED;
  }

  private static boolean ours(JobSituation s) {
    return !is(s, Service.ABSENT) && !is(s, Service.SOMEBODY_ELSES);
  }

  private static boolean begun(JobSituation s) {
    return is(s, Service.STARTED) || is(s, Service.FENCED);
  }

  private static boolean inert(JobSituation s) {
    return named(s) && (is(s, Service.INERT) || is(s, Service.FENCED_INERT));
  }

  private static boolean same(JobSituation s) {
    return s.wanted() == Wanted.SAME_RUN;
  }

  private static boolean fenced(JobSituation s) {
    return is(s, Service.FENCED);
  }

  private static boolean at(JobSituation s, TaskState... states) {
    return named(s) && Set.of(states).contains(s.seen().task().state());
  }

  private static boolean unseen(JobSituation s) {
    return s.seen().task().unseen();
  }

  private static boolean doomed(JobSituation s) {
    return s.seen().task().doomed();
  }

  /** Its end is recorded, but the engine wants it to run. */
  private static boolean mayGoOn(JobSituation s) {
    var task = s.seen().task();
    return ours(s) && task != null && !task.terminal() && !task.doomed();
  }

  private static boolean terminal(JobSituation s) {
    return named(s) && s.seen().task().terminal();
  }

  /** The policy of a job that has left the manifest is gone with it. */
  private static boolean policy(JobSituation s, Rule rule) {
    return s.rule() == rule && s.wanted() != Wanted.NOTHING;
  }

  private static boolean late(JobSituation s) {
    return policy(s, Rule.DEADLINE_OVER) && s.memory() != Memory.NOTHING;
  }

  /** Another revision ends what has not begun, and what runs only if it is told so. */
  private static boolean speaksAgainst(JobSituation s, boolean before) {
    boolean unwanted = !same(s) && (before || s.rule() == Rule.CANCEL_ON_NEW_REVISION);
    return s.rule() == Rule.CANCELLED || s.rule() == Rule.SUSPENDED || late(s) || unwanted;
  }

  private static boolean onANode(JobSituation s) {
    var task = s.seen().task();
    return task != null && !task.terminal() && task.placed();
  }

  /** Nobody can know what becomes, or became, of its container. */
  private static boolean lost(JobSituation s) {
    return onANode(s) && named(s) && s.seen().node() == Node.DOWN || terminal(s);
  }

  private static boolean givesUpLost(JobSituation s) {
    return policy(s, Rule.RETRY_ON_LOST_NODE) || policy(s, Rule.FAIL_ON_LOST_NODE);
  }

  /** What is over and recorded goes, but not while its container may run. */
  private static boolean collects(JobSituation s) {
    return EnumSet.of(
                Memory.STOPPED_FOR_ANOTHER_RUN, Memory.SUCCEEDED_AND_NOT_SAVED, Memory.SUCCEEDED)
            .contains(s.memory())
        && ours(s)
        && !onANode(s);
  }

  private static Optional<Row> find(JobSituation s) {
    return TABLE.stream().flatMap(List::stream).filter(r -> r.when().test(s)).findFirst();
  }

  private static Optional<Row> expected(JobSituation s) {
    return switch (s.memory()) {
      // The newer holder follows it; we only look on.
      case INTENDED_BY_A_NEWER_HOLDER ->
        find(s.with(Memory.INTENDED)).map(r -> row(r.when(), Does.NOTHING, r.phase()));
      case NAMED_BY_A_NEWER_HOLDER ->
        find(s.with(Memory.NAMED)).map(r -> row(r.when(), Does.NOTHING, r.phase()));
      case INTENDED_BY_AN_OLDER_HOLDER ->
        find(s.with(Memory.INTENDED)).map(r -> row(r.when(), Does.TAKE_OVER, r.phase()));
      case NAMED_BY_AN_OLDER_HOLDER ->
        find(s.with(Memory.NAMED)).map(r -> row(r.when(), Does.TAKE_OVER, r.phase()));
      default -> find(s);
    };
  }

  private static Does does(Action action) {
    return switch (action) {
      case Action.CreateAttempt a -> Does.CREATE;
      case Action.StartAttempt a -> Does.START;
      case Action.StopAttempt a -> Does.STOP;
      case Action.RecordAttempt a -> Does.RECORD;
      case Action.SaveJob a -> saves(a);
      default -> throw new AssertionError("no step of a job: " + action);
    };
  }

  private static Does saves(Action.SaveJob save) {
    if (save.before().isEmpty()) return Does.INTEND;
    var before = save.before().get().value();
    var after = save.after();
    if (after.succeeded().size() > before.succeeded().size()) return Does.SAVE_SUCCESS;
    if (after.attempt() > before.attempt()) return Does.INTEND;
    if (after.givenUp().isPresent()) return Does.GIVE_UP;
    return after.serviceId().equals(before.serviceId()) ? Does.TAKE_OVER : Does.NAME;
  }

  private static Optional<String> mismatch(JobSituation s) {
    var step = s.step();
    var moves = step.actions().stream()
        .filter(a -> !(a instanceof Action.CollectAttempt))
        .toList();
    if (moves.size() > 1) return Optional.of(s + " does two things: " + moves);
    var done = moves.isEmpty() ? Does.NOTHING : does(moves.getFirst());
    boolean collected = step.actions().size() > moves.size();
    var row = expected(s);
    boolean right = done == row.map(Row::does).orElse(Does.NOTHING)
        && row.map(r -> r.phase() == step.phase()).orElse(true)
        && collected == collects(s);
    return right
        ? Optional.empty()
        : Optional.of(
            s + "\n  expected " + row.map(r -> r.does() + " " + r.phase()).orElse("-")
                + (collects(s) ? ", collects" : "") + "\n  but was  " + done + " " + step.phase()
                + (collected ? ", collects" : ""));
  }

  @ParameterizedTest
  @EnumSource(Memory.class)
  void everySituationLeadsToWhatTheTableSays(Memory memory) {
    var wrong = new ArrayList<String>();
    for (var situation : JobSituation.all(memory)) mismatch(situation).ifPresent(wrong::add);
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyRowIsOfUse() {
    var used = new ArrayList<Row>();
    int all = 0;
    for (var memory : Memory.values()) {
      for (var situation : JobSituation.all(memory)) {
        find(situation).ifPresent(used::add);
        all++;
      }
    }
    System.out.println("job machine: " + all + " situations");
    assertThat(TABLE.stream().flatMap(List::stream)).allMatch(used::contains);
  }
}
