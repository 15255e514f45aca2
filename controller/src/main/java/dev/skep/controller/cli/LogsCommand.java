package dev.skep.controller.cli;

import dev.skep.controller.print.Printable;
import dev.skep.controller.print.Words;
import dev.skep.reconciler.AttemptLogs;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.JobFacts;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What an attempt of a job has written. */
@Command(
    name = "logs",
    description = "Print what an attempt of a job has written; secrets are hidden.",
    mixinStandardHelpOptions = true)
final class LogsCommand extends EngineCommand {
  @Mixin
  private JobName job;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "Which attempt (default: the newest).")
  private Optional<Integer> attempt = Optional.empty();

  @Option(
      names = "--tail",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many lines at the most, the last ones (default: 1000).")
  private int tail;

  @Override
  Either<SwarmFault, String> answer(Swarm swarm, Swarm.About about) {
    var number = attempt.map(OptionalInt::of).orElse(OptionalInt.empty());
    return JobFacts.read(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM, job.name())
        .flatMap(facts -> new AttemptLogs(swarm, engine.owner())
            .read(facts, number, tail)
            .peek(log -> tell(head(facts, log))))
        .map(log -> Printable.lines(log.lines()).stream()
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
  }

  @Override
  void check() {
    if (attempt.filter(n -> n < 1).isPresent()) {
      throw new ParameterException(spec.commandLine(), "--attempt must be 1 or more");
    }
    if (tail < 1) throw new ParameterException(spec.commandLine(), "--tail must be 1 or more");
  }

  private String head(JobFacts facts, AttemptLogs.Log log) {
    var from = log.end()
        .map(end -> "from its record: " + Words.state(end))
        .orElseGet(() -> "from the engine: " + facts.row().phase().text());
    var nothing = log.lines().isEmpty() ? "; it wrote nothing" : "";
    return "attempt " + log.attempt() + " of job " + job.name() + ", " + from + nothing;
  }
}
