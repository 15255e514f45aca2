package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.run.Operator;
import dev.skep.lab.SwarmLab;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.OneShotPass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What jobs that applications make cost, and what they leave behind. See docs/bench.md. */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class OneShotsBenchIT {
  private static final String OWNER = "bench";
  private static final int JOBS = 200;
  private static final int AT_ONCE = 20;

  /** Two pools of connections fill up, and no more; a leak would show once for each job. */
  private static final long SLACK = 16;

  @BeforeAll
  static void quietly() {
    BenchIT.quietly();
  }

  @Test
  void twoHundredAreLookedAtRecordedAndCollected() {
    try (var lab = SwarmLab.start(1);
        var swarm = BenchIT.connect(lab.host(0));
        var direct = BenchIT.connect(lab.host(0))) {
      warm(direct, swarm);
      var before = Remains.of(direct, OWNER);
      var startBefore = start(lab.host(0));
      var idleBefore = idle(direct);

      try (var operator = operator(swarm, Duration.ofHours(1))) {
        operator.start();
        for (int made = 0; made < JOBS; made += AT_ONCE) {
          make(direct, "job", made, AT_ONCE);
          int all = made + AT_ONCE;
          until(() -> recorded(direct) >= AT_ONCE + all);
        }
      }
      var startWith = start(lab.host(0));
      var idleWith = idle(direct);
      collect(direct, swarm);
      var startAfter = start(lab.host(0));
      var idleAfter = idle(direct);
      var after = Remains.of(direct, OWNER);

      var table = new Figures(JOBS + " one-shots made through the socket");
      table.row("connect and first pass, none yet", startBefore);
      table.row("connect and first pass, all over and kept", startWith, startBefore);
      table.row("connect and first pass, all collected", startAfter, startBefore);
      table.row("a pass after others, none yet", idleBefore);
      table.row("a pass after others, all over and kept", idleWith, idleBefore);
      table.row("a pass after others, all collected", idleAfter, idleBefore);
      before.forEach((what, count) -> table.value(what, count + " and " + after.get(what)));
      table.value("records", recorded(direct) + "");
      table.print();

      assertThat(idleWith.calls()).isLessThanOrEqualTo(idleBefore.calls() + 2);
      assertThat(idleAfter.calls()).isEqualTo(idleBefore.calls());
      assertThat(idleWith.writes() + idleAfter.writes()).isZero();
      assertThat(after.keySet()).isEqualTo(before.keySet());
      after.forEach((what, count) ->
          assertThat(count).as(what).isLessThanOrEqualTo(before.get(what) + SLACK));
    }
  }

  private static Operator operator(DockerSwarm swarm, Duration ttl) {
    var lease = new Lease(swarm, OWNER, "the bench", Lease.DURATION, Clock.SYSTEM);
    var cluster = swarm.about().get().clusterId();
    var operator = new Operator(swarm, lease, OWNER, cluster, Map::of, (stack, pass) -> {});
    operator.oneShots(ttl, pass -> {});
    return operator;
  }

  /** Some first, so that what is made once only is there when counting begins. */
  private static void warm(DockerSwarm direct, DockerSwarm swarm) {
    make(direct, "warm", 0, AT_ONCE);
    collect(direct, swarm);
  }

  private static void collect(DockerSwarm direct, DockerSwarm swarm) {
    try (var operator = operator(swarm, Duration.ofSeconds(1))) {
      operator.start();
      until(() -> direct.services(Map.of()).get().isEmpty()
          && direct.tasks(Map.of()).get().isEmpty());
    }
  }

  private static void make(DockerSwarm direct, String name, int from, int count) {
    var restart = new Tree.Obj(Map.of("Condition", Tree.of("none")));
    for (int i = from; i < from + count; i++) {
      direct
          .createService(new Tree.Obj(Map.of("Name", Tree.of(name + "-" + i)))
              .with("Labels", Tree.strings(Map.of(Labels.EPHEMERAL, "true")))
              .with(
                  List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("skep-lab/busybox:1"))
              .with(
                  List.of("TaskTemplate", "ContainerSpec", "Args"),
                  Tree.strings(List.of("echo", "work " + i)))
              .with(List.of("TaskTemplate", "RestartPolicy"), restart)
              .with(List.of("Mode", "Replicated", "Replicas"), Tree.of(1)))
          .getOrElseThrow(f -> new AssertionError(f.message()));
    }
  }

  private static int recorded(DockerSwarm direct) {
    return direct
        .payloads(Kind.CONFIG, Map.of(Labels.OWNER, OWNER, Labels.KIND, "one-shot"))
        .get()
        .size();
  }

  private static OneShotPass pass(DockerSwarm swarm) {
    var lease = Lease.unguarded(swarm, OWNER, "bench", Clock.SYSTEM);
    return new OneShotPass(
        swarm, lease, OWNER, Duration.ofHours(1), Clock.SYSTEM, List::of, pass -> {});
  }

  private static Measure start(String host) {
    return BenchIT.warm(() -> {
      long from = System.nanoTime();
      try (var swarm = BenchIT.connect(host)) {
        pass(swarm).pass();
        var took = Duration.ofNanos(System.nanoTime() - from);
        return new Measure(took, swarm.calls(), swarm.writes());
      }
    });
  }

  private static Measure idle(DockerSwarm swarm) {
    var pass = pass(swarm);
    pass.pass();
    return BenchIT.warm(() -> Measure.of(pass::pass, swarm::calls, swarm::writes));
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(500)).until(condition);
  }
}
