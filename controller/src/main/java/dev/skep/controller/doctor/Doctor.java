package dev.skep.controller.doctor;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.source.Source;
import dev.skep.model.Diagnosis;
import dev.skep.model.Finding;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Audit;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Survey;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at everything at once; what is wrong with one thing hides nothing of another. */
public final class Doctor {
  private final Patient patient;
  private final Clock clock;

  /**
   * Whom to look at.
   *
   * @param version of this program, where it is known
   * @param source opens the repository; empty where none is to be looked at
   */
  public record Patient(
      DockerSwarm swarm,
      String owner,
      Optional<String> version,
      Optional<Supplier<Either<String, Source>>> source) {}

  /** One look. Named for when it cannot be made at all. */
  private record Look(String about, Supplier<List<Finding>> findings) {}

  public Doctor(Patient patient, Clock clock) {
    this.patient = patient;
    this.clock = clock;
  }

  public Diagnosis examine() throws InterruptedException {
    var engine = patient.swarm().inspection().engine(clock);
    var findings = new ArrayList<>(EngineCheck.of(engine));
    var looks = new ArrayList<Look>();
    if (EngineCheck.manages(engine)) looks.addAll(ofSwarm());
    else findings.add(EngineCheck.REST);
    patient.source().ifPresent(s -> looks.add(new Look("source", () -> SourceCheck.look(s))));
    findings.addAll(together(looks));
    return new Diagnosis(engine.isRight(), findings);
  }

  private List<Look> ofSwarm() {
    var swarm = patient.swarm();
    var owner = patient.owner();
    var name = "skep-doctor-" + UUID.randomUUID().toString().substring(0, 8);
    return List.of(
        look("nodes", swarm.inspection()::nodes, NodesCheck::of),
        new Look("rights", () -> RightsCheck.of(RightsCheck.probe(swarm, owner, name, clock))),
        look("records", () -> Audit.of(swarm, owner), RecordsCheck::of),
        look(
            "lease",
            () -> LeaseCheck.look(swarm, owner, clock),
            looks -> List.of(LeaseCheck.of(looks, owner))),
        look(
            "controllers",
            () -> swarm.services(Map.of()),
            all -> ControllersCheck.of(all, owner, patient.version())),
        look("stacks", this::stacks, StacksCheck::of),
        look("one-shots", () -> Survey.oneShots(swarm, owner, clock), StacksCheck::ofOneShots),
        look("registry", () -> swarm.services(Map.of(Labels.OWNER, owner)), this::registries));
  }

  private Either<SwarmFault, List<StackStatus>> stacks() {
    var swarm = patient.swarm();
    return swarm
        .about()
        .flatMap(about -> Survey.of(swarm, patient.owner(), about.clusterId(), clock));
  }

  private List<Finding> registries(List<ObservedService> ours) {
    var images = RegistriesCheck.images(ours);
    var said = patient.swarm().images(images);
    var logins = new TreeMap<String, String>();
    for (var image : said.keySet())
      patient.swarm().inspection().noLogin(image).ifPresent(why -> logins.put(image, why));
    return RegistriesCheck.of(images, said, logins);
  }

  private static <T> Look look(
      String about, Supplier<Either<SwarmFault, T>> see, Function<T, List<Finding>> findings) {
    return new Look(about, () -> or(about, see.get(), findings));
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
