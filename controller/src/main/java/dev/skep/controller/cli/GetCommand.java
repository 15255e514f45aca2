package dev.skep.controller.cli;

import dev.skep.controller.cli.Found.Kind;
import dev.skep.controller.print.FollowedTable;
import dev.skep.controller.print.ScheduleTable;
import dev.skep.controller.print.Terminal;
import dev.skep.controller.run.Holder;
import dev.skep.controller.status.FollowedDocuments;
import dev.skep.controller.status.Json;
import dev.skep.controller.status.Listing;
import dev.skep.controller.status.LogTails;
import dev.skep.controller.status.Witness;
import dev.skep.controller.status.Yaml;
import dev.skep.controller.watch.Vigil;
import dev.skep.model.OneShotStatus;
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
import java.util.OptionalInt;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tables of what is on the Swarm, read from the Swarm itself. */
@Command(
    name = "get",
    description = "List stacks, services, jobs or schedules as they are on the Swarm.",
    mixinStandardHelpOptions = true)
final class GetCommand extends EngineCommand {
  @Parameters(
      index = "0",
      paramLabel = "stacks|services|jobs|schedules",
      description = "What to list; of schedules the next five runs.")
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

  @Option(
      names = {"-w", "--watch"},
      description = "Then tell of each change beneath, until Ctrl-C. Documents come one by one: as"
          + " JSON each in a line, as YAML each after ---.")
  private boolean watch;

  private final String holder = Holder.name();
  private boolean begun;

  @Override
  Either<SwarmFault, String> answer(Swarm swarm, Swarm.About about) {
    return found(swarm, about).flatMap(found -> {
      if (found.none() && stack.isPresent()) return absent("stack " + stack.get());
      if (documents()) return document(swarm, found).map(this::text);
      if (!found.none()) return Either.right(table(found));
      tellNone();
      return Either.right("");
    });
  }

  @Override
  Either<SwarmFault, Integer> work(Swarm swarm, Swarm.About about) throws Exception {
    if (!watch) return super.work(swarm, about);
    var main = Thread.currentThread();
    return Termination.guard(
        main::interrupt, OptionalInt.of(Exit.DONE), () -> follow(swarm, about));
  }

  private Either<SwarmFault, Integer> follow(Swarm swarm, Swarm.About about) throws Exception {
    var news = news(swarm);
    try {
      return new Vigil(swarm, Clock.SYSTEM, line -> tell("skep: " + line))
          .keep(() -> found(swarm, about).flatMap(found -> {
            if (found.none() && !begun) {
              if (stack.isPresent()) return absent("stack " + stack.get());
              tellNone();
            }
            begun = true;
            return news.apply(found).map(text -> printed(text, found.moving()));
          }))
          .map(done -> Exit.DONE);
    } catch (InterruptedException e) {
      return Either.right(Exit.DONE);
    }
  }

  private Vigil.Look printed(String text, boolean moving) {
    var out = spec.commandLine().getOut();
    if (!text.isEmpty()) out.print(text);
    // Whoever read it may have gone.
    if (!text.isEmpty() && out.checkError()) return Vigil.Look.ENOUGH;
    return moving ? Vigil.Look.MOVING : Vigil.Look.QUIET;
  }

  /** What to print of what was found, for who has read what was printed before. */
  private Function<Found, Either<SwarmFault, String>> news(Swarm swarm) {
    if (!documents()) {
      var table = new FollowedTable(terminal());
      return found -> Either.right(table.update(found.table(Instant.now(), 1)));
    }
    var followed = new FollowedDocuments();
    var records = new Records(swarm, engine.owner());
    var logs = new LogTails(records::log);
    return found -> found
        .documents(new Listing(witness(), logs), records, stack)
        .map(all -> {
          var text = new StringBuilder();
          for (var document : followed.update(all)) {
            text.append(
                output == Output.JSON ? Json.line(document) + "\n" : "---\n" + Yaml.text(document));
          }
          return text.toString();
        });
  }

  private Either<SwarmFault, Found> found(Swarm swarm, Swarm.About about) {
    return Survey.of(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM)
        .flatMap(all -> oneShots(swarm).map(oneShots -> {
          var stacks = all.stream()
              .filter(s -> stack.isEmpty() || stack.get().equals(s.stack()))
              .map(s -> kind == Kind.SCHEDULES ? scheduled(s) : s)
              .toList();
          return new Found(kind, stacks, oneShots);
        }));
  }

  /** With those of its jobs alone that run by the clock. */
  private static StackStatus scheduled(StackStatus of) {
    var jobs = of.jobs().stream().filter(j -> j.schedule().isPresent()).toList();
    return new StackStatus(
        of.stack(),
        of.phase(),
        of.summary(),
        of.applied(),
        of.attempted(),
        of.conditions(),
        of.services(),
        jobs,
        of.unblock());
  }

  private String table(Found found) {
    return found.table(Instant.now(), ScheduleTable.NEXT).text(terminal());
  }

  private Either<SwarmFault, List<OneShotStatus>> oneShots(Swarm swarm) {
    if (kind != Kind.JOBS) return Either.right(List.of());
    return Survey.oneShots(swarm, engine.owner(), Clock.SYSTEM)
        .map(all -> all.stream()
            .filter(s -> stack.isEmpty() || stack.equals(s.namespace()))
            .toList());
  }

  private Either<SwarmFault, Map<String, Object>> document(Swarm swarm, Found found) {
    var records = new Records(swarm, engine.owner());
    boolean one = stack.isPresent() && (kind == Kind.STACKS || kind == Kind.STACK);
    return found
        .documents(new Listing(witness(), new LogTails(records::log)), records, stack)
        .map(all -> one ? all.getFirst() : Listing.list(all));
  }

  private Witness witness() {
    return new Witness(engine.owner(), holder, -1, "the Swarm", Instant.now());
  }

  private boolean documents() {
    return output == Output.JSON || output == Output.YAML;
  }

  private String text(Map<String, Object> document) {
    return output == Output.JSON ? Json.text(document) : Yaml.text(document);
  }

  private Terminal terminal() {
    var narrow = Terminals.standardOutput();
    return output == Output.WIDE ? narrow.uncut() : narrow;
  }

  private void tellNone() {
    tell("no stacks of owner " + engine.owner());
  }
}
