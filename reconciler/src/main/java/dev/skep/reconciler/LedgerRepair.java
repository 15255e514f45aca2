package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.reconciler.JobCommands.As;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a job's record anew from what is left: recorded attempts, attempt services, and what can
 * still be read of a record that cannot be read as a whole. Whatever has succeeded stays so, a
 * number that was used is not used again, and an attempt that may run is followed to its end before
 * anything else begins. Pure.
 */
final class LedgerRepair {

  /**
   * What can be read of any record, whatever wrote it.
   *
   * @param succeeded run keys
   * @param attempt the highest number used, 0 where it tells none
   */
  record Rest(List<String> succeeded, int attempt) {
    Rest {
      succeeded = List.copyOf(succeeded);
    }
  }

  /** Makes the record of a person's word on a run. */
  interface Word {
    AttemptRecord of(JobRecord.Run run, int number, Optional<String> serviceId);
  }

  private final JobStanding job;
  private final JobView view;
  private final Optional<Held<Rest>> rest;

  LedgerRepair(JobStanding job, Optional<Held<Rest>> rest) {
    this.job = job;
    this.view = job.view();
    this.rest = rest;
  }

  CommandStep step(As as, Word word) {
    if (view.unreadable().isPresent() && rest.isEmpty()) return unreadableOrders();
    if (as == As.FAILED) return refuse("say --as succeeded or --as retry");
    if (job.wantedRun().id().isEmpty()) {
      return refuse("the record of its stack is missing too; run the controller, or skep apply,"
          + " until it is there");
    }
    var unended = view.services().stream()
        .filter(AttemptSpec::begun)
        .filter(s -> view.attempt(run(s), AttemptSpec.number(s)).isEmpty())
        .toList();
    if (unended.isEmpty()) return fromAttempts(as, word);
    var newest = unended.getFirst();
    return unended.size() == 1 && AttemptSpec.number(newest) >= highest()
        ? following(newest, as)
        : refuse("more than one of its attempts may run: remove the services of those that do not: "
            + String.join(" ", unended.stream().map(ObservedService::name).toList()));
  }

  /** Nothing of it can run any more. */
  private CommandStep fromAttempts(As as, Word word) {
    var run = job.wantedRun();
    boolean succeeded = succeeded().contains(run.key());
    if (succeeded && as == As.RETRY) {
      return refuse("a success of its present run is recorded; say --as succeeded, and then, if it"
          + " is to run again: " + Remedies.command("rerun", job.name()));
    }
    boolean failed =
        view.attemptsOfRun(run.id()).stream().anyMatch(a -> a.verdict() == Verdict.RUN_FAILED);
    // A service of a higher number has never been started, and goes once the record is beyond it.
    var last = view.attempts().stream().filter(a -> a.number() >= highest()).findFirst();
    if (last.isPresent() && (succeeded || failed && as == As.RETRY)) {
      return save(
          Optional.empty(), run(last.get()), last.get().number(), last.get().serviceId(), as);
    }
    // The record has to name an attempt that is recorded: one that is not would be begun.
    var said = word.of(run, 1 + highest(), Optional.empty());
    return save(Optional.of(said), run, said.number(), Optional.empty(), as);
  }

  private static JobRecord.Run run(AttemptRecord attempt) {
    return new JobRecord.Run(attempt.run(), attempt.runKey(), attempt.runNumber(), "", Map.of());
  }

  /** The service tells of which run it is, but not how many there were before. */
  private CommandStep following(ObservedService service, As as) {
    var id = run(service);
    int number = view.attempts().stream()
        .filter(a -> a.run().equals(id))
        .map(AttemptRecord::runNumber)
        .findFirst()
        .orElseGet(() -> job.wantedRun().number());
    var key = service.label(Labels.RUN_KEY).orElse("");
    var run = new JobRecord.Run(id, key, number, "", Map.of());
    int attempt = AttemptSpec.number(service);
    return save(Optional.empty(), run, attempt, Optional.of(service.id()), as);
  }

  private CommandStep save(
      Optional<AttemptRecord> word,
      JobRecord.Run run,
      int attempt,
      Optional<String> serviceId,
      As as) {
    var keys = succeeded();
    if (as == As.SUCCEEDED) keys.addAll(Resolution.keys(view));
    var after = new JobRecord(
        view.stack(),
        view.job(),
        view.incarnation(),
        run,
        attempt,
        serviceId,
        view.record().map(r -> r.value().epoch()).orElse(0L),
        List.copyOf(keys));
    Optional<Held<?>> before = rest.<Held<?>>map(r -> r).or(() -> view.record().map(r -> r));
    boolean follows = word.isEmpty() && view.attempt(run.id(), attempt).isEmpty();
    var said = "the record of job " + job.name() + " is written anew: "
        + count(view.attempts().size(), "attempt") + ", " + count(keys.size(), "key")
        + " of succeeded runs"
        + (follows ? "; attempt " + attempt + " may run and is followed to its end first" : "")
        + "\nnext: " + Remedies.command("describe", job.name());
    return new CommandStep.Save(word, before, after, said);
  }

  /** The keys of all successes that anything tells of, each also as the work itself. */
  private Set<String> succeeded() {
    var keys = new LinkedHashSet<String>();
    rest.ifPresent(r -> keys.addAll(r.value().succeeded()));
    view.record().ifPresent(r -> keys.addAll(r.value().succeeded()));
    view.attempts().stream().filter(a -> a.verdict() == Verdict.RUN_SUCCEEDED).forEach(a -> {
      keys.add(a.runKey());
      keys.add(RunKey.withoutToken(a.runKey()));
    });
    return keys;
  }

  /** The highest number that was ever used, as far as anything tells. */
  private int highest() {
    return Math.max(view.nextNumber() - 1, rest.map(r -> r.value().attempt()).orElse(0));
  }

  private static String run(ObservedService service) {
    return service.label(Labels.RUN).orElse("");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private CommandStep unreadableOrders() {
    return refuse(view.unreadable().get() + "; look at it with docker config inspect, then remove"
        + " it with docker config rm: what it ordered is lost then");
  }

  private CommandStep refuse(String why) {
    return new CommandStep.Refuse("the record of job " + job.name() + " is lost: " + why);
  }
}
