package dev.skep.controller.doctor;

import dev.skep.controller.docker.EngineSight;
import dev.skep.model.Finding;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;

/** The engine, and the Swarm as it is part of it. */
final class EngineCheck {
  private static final String ENGINE = "engine";
  private static final String SWARM = "swarm";

  /** The lease is renewed every two seconds, and each pass asks several times. */
  private static final Duration SLOW = Duration.ofMillis(500);

  /** Told where there is no Swarm to look at. */
  static final Finding REST = Finding.warn(
      "the rest",
      "not looked at: managers, nodes, rights, records, lease, controllers, stacks, one-shots,"
          + " registry",
      "mend what fails above, and look again");

  private EngineCheck() {}

  /** Whether a Swarm can be looked at there. */
  static boolean manages(Either<SwarmFault, EngineSight> seen) {
    return seen.isRight() && seen.get().manager();
  }

  static List<Finding> of(Either<SwarmFault, EngineSight> seen) {
    return seen.fold(
        fault -> List.of(silent(fault)),
        sight -> List.of(
            answer(sight), swarm(sight), Clocks.of("of the engine", sight.ahead(), sight.took())));
  }

  private static Finding silent(SwarmFault fault) {
    var mend = fault instanceof SwarmFault.Rejected
        ? "give --host, or DOCKER_HOST, of an engine that Skep can use"
        : "see that 'docker info' answers here; --host and DOCKER_HOST say which engine";
    return Finding.fail(ENGINE, fault.message(), mend);
  }

  private static Finding answer(EngineSight sight) {
    var said = "Docker " + sight.version() + " on " + sight.name() + ", API " + sight.api()
        + ", answers in " + Times.text(sight.took());
    return sight.took().compareTo(SLOW) < 0
        ? Finding.ok(ENGINE, said)
        : Finding.warn(
            ENGINE,
            said,
            "see what keeps the machine busy, its disk before all: each change of the Swarm waits"
                + " for the disks of its managers");
  }

  private static Finding swarm(EngineSight sight) {
    if (sight.manager()) return Finding.ok(SWARM, sight.name() + " is a manager");
    return switch (sight.state()) {
      case "inactive" ->
        Finding.fail(
            SWARM,
            sight.name() + " is not part of a Swarm",
            "docker swarm init, or docker swarm join with the token of another manager");
      case "locked" ->
        Finding.fail(SWARM, "the Swarm is locked on " + sight.name(), "docker swarm unlock");
      case "active" ->
        Finding.fail(
            SWARM,
            sight.name() + " is a worker, and tells nothing of the Swarm",
            "give --host of a manager, or run there: docker node promote " + sight.name());
      default ->
        Finding.fail(
            SWARM,
            "the Swarm on " + sight.name() + " is " + sight.state()
                + (sight.trouble().isEmpty() ? "" : ": " + sight.trouble()),
            "see that the other managers run and that this one reaches them at port 2377");
    };
  }
}
