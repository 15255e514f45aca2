package dev.skep.controller.cli;

import dev.skep.controller.print.JobTable;
import dev.skep.controller.print.ServiceTable;
import dev.skep.controller.print.StackTable;
import dev.skep.controller.run.Holder;
import dev.skep.controller.status.Json;
import dev.skep.controller.status.Listing;
import dev.skep.controller.status.LogTails;
import dev.skep.controller.status.Witness;
import dev.skep.controller.status.Yaml;
import dev.skep.model.OneShotStatus;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.Survey;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tables of what is on the Swarm, read from the Swarm itself. */
@Command(
    name = "get",
    description = "List stacks, services or jobs as they are on the Swarm.",
    mixinStandardHelpOptions = true)
final class GetCommand extends EngineCommand {
  private enum Kind {
    STACKS,
    STACK,
    SERVICES,
    JOBS
  }

  @Parameters(index = "0", paramLabel = "stacks|services|jobs", description = "What to list.")
  private Kind kind;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STACK",
      description = "Only of this stack.")
  private Optional<String> stack = Optional.empty();

  private enum Output {
    TABLE,
    WIDE,
    JSON,
    YAML
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|wide|json|yaml",
      description = "A table, one with all columns whole, or the documents of the status files,"
          + " as far as a look at the Swarm alone tells: of one stack a document, else a list of"
          + " them (default: table).")
  private Output output = Output.TABLE;

  @Override
  Either<SwarmFault, String> answer(Swarm swarm, Swarm.About about) {
    return Survey.of(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM)
        .flatMap(stacks -> oneShots(swarm).flatMap(oneShots -> of(swarm, stacks, oneShots)));
  }

  private Either<SwarmFault, List<OneShotStatus>> oneShots(Swarm swarm) {
    if (kind != Kind.JOBS) return Either.right(List.of());
    return Survey.oneShots(swarm, engine.owner(), Clock.SYSTEM)
        .map(all -> all.stream()
            .filter(s -> stack.isEmpty() || stack.equals(s.namespace()))
            .toList());
  }

  private Either<SwarmFault, String> of(
      Swarm swarm, List<StackStatus> all, List<OneShotStatus> oneShots) {
    var stacks = all.stream()
        .filter(s -> stack.isEmpty() || stack.get().equals(s.stack()))
        .toList();
    boolean none = stacks.isEmpty() && oneShots.isEmpty();
    if (none && stack.isPresent()) return absent("stack " + stack.get());
    if (output == Output.JSON || output == Output.YAML) {
      return documents(swarm, stacks, oneShots).map(this::text);
    }
    if (!none) return Either.right(table(stacks, oneShots));
    tell("no stacks of owner " + engine.owner());
    return Either.right("");
  }

  private Either<SwarmFault, Map<String, Object>> documents(
      Swarm swarm, List<StackStatus> stacks, List<OneShotStatus> oneShots) {
    var records = new Records(swarm, engine.owner());
    var witness = new Witness(engine.owner(), Holder.name(), -1, "the Swarm", Instant.now());
    var listing = new Listing(witness, new LogTails(records::log));
    return switch (kind) {
      case STACKS, STACK -> {
        var found = listing.stacks(stacks);
        yield Either.right(stack.isPresent() ? found.getFirst() : Listing.list(found));
      }
      case SERVICES -> Either.right(Listing.list(listing.services(stacks)));
      case JOBS ->
        records
            .attempts(stack)
            .map(attempts -> Listing.list(listing.jobs(stacks, attempts, oneShots)));
    };
  }

  private String text(Map<String, Object> document) {
    return output == Output.JSON ? Json.text(document) : Yaml.text(document);
  }

  private String table(List<StackStatus> stacks, List<OneShotStatus> oneShots) {
    var narrow = Terminals.standardOutput();
    var terminal = output == Output.WIDE ? narrow.uncut() : narrow;
    var now = Instant.now();
    return switch (kind) {
      case STACKS, STACK ->
        StackTable.text(stacks, s -> s.applied().map(StackRecord.Applied::at), now, terminal);
      case SERVICES -> ServiceTable.text(stacks, terminal);
      case JOBS -> JobTable.text(stacks, oneShots, now, terminal);
    };
  }
}
