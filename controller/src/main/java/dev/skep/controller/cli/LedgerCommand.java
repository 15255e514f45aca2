package dev.skep.controller.cli;

import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Held;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.SetBack;
import dev.skep.reconciler.Survey;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** For the day after a backup of a manager was restored. */
@Command(
    name = "ledger",
    description = "After a backup of a manager was restored: says that the Swarm's records are"
        + " right as they are. Jobs that wait because nobody can tell whether they have run since"
        + " the backup then run.",
    mixinStandardHelpOptions = true)
final class LedgerCommand extends OrderCommand {
  /** The controller's fault, until the records are accepted. */
  static final String SET_BACK = "the Swarm's store was put back to an earlier time: jobs that may"
      + " have run since wait; skep get jobs lists them, skep ledger accept lets them all run";

  private enum Verb {
    ACCEPT
  }

  @Parameters(index = "0", paramLabel = "accept", description = "That the records are right.")
  private Verb verb;

  @Override
  Either<SwarmFault, String> give(Swarm swarm, Swarm.About about) {
    return switch (verb) {
      case ACCEPT -> accept(swarm, about);
    };
  }

  private Either<SwarmFault, String> accept(Swarm swarm, Swarm.About about) {
    var records = new Records(swarm, engine.owner());
    return records
        .heads()
        .flatMap(heads -> heads.setBack().isEmpty()
            ? Either.right("nothing to accept: the Swarm's store was not found put back")
            : release(swarm, about, records, heads.setBack().get()));
  }

  private Either<SwarmFault, String> release(
      Swarm swarm, Swarm.About about, Records records, Held<SetBack> setBack) {
    return Survey.of(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM)
        .flatMap(stacks -> records.accept(setBack).map(done -> said(waiting(stacks))));
  }

  private static List<String> waiting(List<StackStatus> stacks) {
    return stacks.stream()
        .flatMap(s -> s.jobs().stream()
            .filter(j -> j.reason() == Reason.LEDGER_SET_BACK)
            .map(j -> s.stack() + "_" + j.name()))
        .toList();
  }

  private static String said(List<String> jobs) {
    var which = jobs.isEmpty() ? "no job waited for it" : "these go on: " + String.join(", ", jobs);
    return "the records are accepted as they are; " + which + "\nnext: skep get jobs";
  }
}
