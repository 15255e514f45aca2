package dev.skep.controller.doctor;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at everything at once; what is wrong with one thing hides nothing of another. */
public final class Doctor {
  private final Clock clock;

  /**
   * What all looks found.
   *
   * @param engine whether there is one that answers
   */
  public record Diagnosis(boolean engine, List<Finding> findings) {
    public Diagnosis {
      findings = List.copyOf(findings);
    }

    public long count(Finding.Grade grade) {
      return findings.stream().filter(f -> f.grade() == grade).count();
    }
  }

  /** One look. Named for when it cannot be made at all. */
  private record Look(String about, Supplier<List<Finding>> findings) {}

  public Doctor(Clock clock) {
    this.clock = clock;
  }

  public Diagnosis examine(DockerSwarm swarm) throws InterruptedException {
    var inspection = swarm.inspection();
    var engine = inspection.engine(clock);
    var findings = new ArrayList<>(EngineCheck.of(engine));
    var looks = new ArrayList<Look>();
    if (EngineCheck.manages(engine)) {
      looks.add(new Look("nodes", () -> or("nodes", inspection.nodes(), NodesCheck::of)));
    }
    findings.addAll(together(looks));
    return new Diagnosis(engine.isRight(), findings);
  }

  private static List<Finding> together(List<Look> looks) throws InterruptedException {
    var out = new ArrayList<Finding>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var made =
          looks.stream().map(look -> threads.submit(look.findings()::get)).toList();
      for (int i = 0; i < made.size(); i++) out.addAll(found(looks.get(i), made.get(i)));
    }
    return out;
  }

  private static List<Finding> found(Look look, Future<List<Finding>> made)
      throws InterruptedException {
    try {
      return made.get();
    } catch (ExecutionException e) {
      return List.of(Finding.fail(
          look.about(),
          "a defect in Skep itself: " + e.getCause(),
          "please report it, with what skep --verbose doctor logs"));
    }
  }

  /** What was seen, or that it could not be. */
  private static <T> List<Finding> or(
      String about, Either<SwarmFault, T> seen, Function<T, List<Finding>> findings) {
    return seen.fold(
        fault -> List.of(Finding.fail(
            about,
            fault.message(),
            "see that the managers run and reach each other, and look again")),
        findings);
  }
}
