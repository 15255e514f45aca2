package dev.skep.controller.cli;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.doctor.Doctor;
import dev.skep.controller.doctor.Doctor.Patient;
import dev.skep.controller.print.DiagnosisList;
import dev.skep.controller.status.DiagnosisDocument;
import dev.skep.controller.status.Json;
import dev.skep.model.Diagnosis;
import dev.skep.model.Finding.Grade;
import dev.skep.reconciler.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what is not well with all that Skep needs, and the mend. */
@Command(
    name = "doctor",
    description = {
      "Look whether all that Skep needs is well, and tell how to mend what is not.",
      "It makes and removes a tiny config, to see that it may; nothing else is changed."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private enum Output {
    LIST,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "list|json",
      description = "A line for each thing looked at, or a document for programs (default: list).")
  private Output output = Output.LIST;

  @Mixin
  private EngineOptions engine;

  @Mixin
  private LookedAtSource source;

  @Mixin
  private ImageOptions images;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Logging.quiet();
    engine.given();
    var opened = DockerSwarm.hasty(engine.address());
    if (opened.isLeft()) {
      spec.commandLine().getErr().println("skep: " + opened.getLeft().message());
      return Exit.BAD_INPUT;
    }
    try (var swarm = opened.get();
        var repository = source) {
      images.apply(swarm);
      var patient = new Patient(swarm, engine.owner(), SkepVersion.known(), repository.opener());
      var diagnosis = new Doctor(patient, Clock.SYSTEM).examine();
      print(diagnosis);
      if (!diagnosis.engine()) return Exit.ENGINE;
      return diagnosis.count(Grade.FAIL) == 0 ? Exit.DONE : Exit.FAILED;
    }
  }

  private void print(Diagnosis diagnosis) {
    var out = spec.commandLine().getOut();
    out.print(
        switch (output) {
          case LIST -> DiagnosisList.text(diagnosis, Terminals.standardOutput());
          case JSON -> Json.text(DiagnosisDocument.of(diagnosis));
        });
    out.flush();
  }
}
