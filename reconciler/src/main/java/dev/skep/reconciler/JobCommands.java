package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What people tell Skep about a job. Each command looks, sees whether it makes sense now, writes,
 * and says in words what was done and what comes next. None of them needs the lease: orders are
 * obeyed by whoever holds it, and a person's word is a record that can be written only once.
 *
 * <p>Jobs are named {@code STACK_JOB}. Fails with {@link SwarmFault.Absent} for a job that nobody
 * remembers, and with {@link SwarmFault.Rejected}, which says what to do instead, when the command
 * makes no sense.
 */
public final class JobCommands {
  /** What a person says became of work of which Skep cannot know. */
  public enum As {
    /** The work is done. */
    SUCCEEDED,
    /** The work is not done and shall not be tried again. */
    FAILED,
    /** The work is not done; try again. */
    RETRY
  }

  private final Swarm swarm;
  private final String owner;
  private final String clusterId;
  private final Clock clock;
  private final Supplier<String> token;
  private final Records records;

  /**
   * @param token makes words that never repeat
   */
  public JobCommands(
      Swarm swarm, String owner, String clusterId, Clock clock, Supplier<String> token) {
    this.swarm = swarm;
    this.owner = owner;
    this.clusterId = clusterId;
    this.clock = clock;
    this.token = token;
    this.records = new Records(swarm, owner);
  }

  /** No attempt begins, and a running one is stopped, until {@link #resume}. */
  public Either<SwarmFault, String> suspend(String name, String note) {
    var now = clock.now();
    return obey(
        name, job -> Either.right(new JobOrdering(job, now).suspend(OrderDesk.brief(note))));
  }

  public Either<SwarmFault, String> resume(String name) {
    var now = clock.now();
    return obey(name, job -> Either.right(new JobOrdering(job, now).resume()));
  }

  /** Gives up the run that is under way, or waits to begin. */
  public Either<SwarmFault, String> cancel(String name, String note) {
    var now = clock.now();
    return obey(name, job -> Either.right(new JobOrdering(job, now).cancel(OrderDesk.brief(note))));
  }

  /** Another run of the work that the manifest asks for, though it has succeeded or failed. */
  public Either<SwarmFault, String> rerun(String name, String note) {
    return rerun(name, note, false);
  }

  /**
   * The same.
   *
   * @param atOnce also where a run waits for its next attempt: that run is given up
   */
  public Either<SwarmFault, String> rerun(String name, String note, boolean atOnce) {
    var now = clock.now();
    var fresh = token.get();
    return obey(
        name,
        job -> Either.right(new JobOrdering(job, now).rerun(OrderDesk.brief(note), atOnce, fresh)));
  }

  /**
   * Says what became of work of which Skep cannot know.
   *
   * @param note the person's reason, kept with the record
   */
  public Either<SwarmFault, String> resolve(String name, As as, String note) {
    var now = clock.now();
    return obey(
        name,
        job ->
            rest(job).map(rest -> new Resolution(job, as, OrderDesk.brief(note), now).step(rest)));
  }

  private Either<SwarmFault, Optional<Held<LedgerRepair.Rest>>> rest(JobStanding job) {
    boolean unreadable =
        job.view().unreadable().isPresent() && job.view().record().isEmpty();
    return unreadable
        ? records.rest(job.view().stack(), job.view().job())
        : Either.right(Optional.empty());
  }

  private Either<SwarmFault, String> obey(
      String name, Function<JobStanding, Either<SwarmFault, CommandStep>> command) {
    return OrderDesk.obey(
        "job " + name,
        () -> look(name)
            .flatMap(
                job -> command.apply(job).<OrderDesk.Write>map(step -> () -> write(job, step))));
  }

  private Either<SwarmFault, JobStanding> look(String name) {
    return Survey.at(swarm, owner, Optional.of(clusterId), clock)
        .flatMap(survey -> survey.job(name));
  }

  private Either<SwarmFault, String> write(JobStanding job, CommandStep step) {
    return switch (step) {
      case CommandStep.Nothing nothing -> Either.right(nothing.said());
      case CommandStep.Refuse refuse -> Either.left(new SwarmFault.Rejected(refuse.why()));
      case CommandStep.Give give ->
        records.write(job.orders(), give.after()).map(done -> give.said());
      case CommandStep.Say say -> word(Optional.of(say.word())).map(done -> say.said());
      case CommandStep.Save save ->
        word(save.word())
            .flatMap(done -> save.before().isPresent()
                ? records.swapJob(save.before().get(), save.after())
                : records.create(save.after()))
            .map(done -> save.said());
    };
  }

  /** Whoever was first has the record; then it is for the person to look again. */
  private Either<SwarmFault, Done> word(Optional<AttemptRecord> word) {
    if (word.isEmpty()) return Either.right(Done.DONE);
    var said = word.get();
    return records
        .create(said, List.of())
        .flatMap(done -> records.attempts(Optional.of(said.stack())))
        .flatMap(all -> all.contains(said)
            ? Either.right(Done.DONE)
            : Either.left(new SwarmFault.Rejected("the end of attempt " + said.number()
                + " was recorded meanwhile; look at it first: "
                + Remedies.command("describe", said.stack() + "_" + said.job()))));
  }
}
