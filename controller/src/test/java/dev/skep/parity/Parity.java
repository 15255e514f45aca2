package dev.skep.parity;

import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Has a file deployed by both tools and compares; between, Skep is given what the CLI made. */
final class Parity {
  private final ParitySwarm swarm;
  private final TakingOver takingOver;

  Parity(ParitySwarm swarm) {
    this.swarm = swarm;
    takingOver = new TakingOver(swarm);
  }

  Outcome of(StackFile file) {
    try {
      swarm.makeExternals(file);
      var jobs = file.read().map(Parity::jobs).orElse(Set.of());
      var cli = swarm.deploy(file);
      var theirs = swarm.holdings(jobs);
      var adopted = Optional.of(cli)
          .filter(ended -> ended.well() && file.read().isPresent())
          .map(ended -> takingOver.of(file, jobs));
      swarm.clear();
      var skep = swarm.apply(file);
      var ours = swarm.holdings(jobs);
      if (cli.well()) {
        return skep.well()
            ? compared(file, theirs, ours, adopted.orElseThrow())
            : new Outcome.OnlyCli(skep.out() + skep.err());
      }
      return skep.well()
          ? new Outcome.OnlySkep(cli.complaint(), ours)
          : new Outcome.RefusedByBoth(cli.complaint(), skep.complaint());
    } finally {
      swarm.clearAll();
    }
  }

  static Set<String> jobs(DesiredStack stack) {
    return stack.services().values().stream()
        .filter(s -> s.job().isPresent())
        .map(DesiredService::fullName)
        .collect(Collectors.toSet());
  }

  private static Outcome compared(StackFile file, Holdings theirs, Holdings ours, Adopted adopted) {
    var meant = new EnumMap<Deliberate, Long>(Deliberate.class);
    var mistakes = new ArrayList<Difference>();
    var otherwise = new HashSet<String>();
    for (var difference : theirs.differences(ours)) {
      var deliberate = Deliberate.of(difference, file);
      if (deliberate.isEmpty()) mistakes.add(difference);
      deliberate.ifPresent(d -> meant.merge(d, 1L, Long::sum));
      if (difference.below("TaskTemplate")) otherwise.add(difference.name());
    }
    return new Outcome.Deployed(ours, meant, mistakes, adopted.but(otherwise));
  }
}
