package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import dev.skep.proxy.Exchange;
import dev.skep.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The example's own files, through the built command, on a real Swarm. */
class ExampleIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path EXAMPLE = Path.of("../manifests/examples/django-postgres");
  private static final List<String> MIGRATIONS =
      List.of("0001_initial", "0002_first_orders", "0003_customers", "0004_order_total");

  @TempDir
  private static Path folder;

  private static SkepProcess apply(TestStack stack, String host, Path file, String... more) {
    var skep = stack.applyAt(host, file, all("-f", EXAMPLE.resolve("lab.override.yaml"), more));
    assertThat(skep.exitCode(PATIENCE)).as(skep.toString()).isZero();
    return skep;
  }

  private static String[] all(String flag, Path path, String... more) {
    var out = new ArrayList<>(List.of(flag, path.toString()));
    out.addAll(List.of(more));
    return out.toArray(String[]::new);
  }

  private static List<String> migrations(TestStack stack) {
    return new Witness(stack)
        .sql("select name from django_migrations where app = 'orders' order by id");
  }

  /** A revision after the other. */
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class WithItsOrderWrittenDown {
    private TestStack stack;

    @BeforeAll
    void name() {
      stack = TestStack.of(SwarmLab.single(), "gated", folder);
    }

    @AfterAll
    void clean() {
      stack.close();
    }

    @Test
    @Order(1)
    void theMigrationRunsOnceAndNothingFails() {
      var status = folder.resolve("status");
      apply(stack, stack.host(), EXAMPLE.resolve("gated.yaml"), "--status", status.toString());

      assertThat(migrations(stack)).isEqualTo(MIGRATIONS);
      assertThat(stack.attemptContainers("migrate-pg")).hasSize(1);
      assertThat(stack.engine().history(stack.service("app")))
          .hasSize(2)
          .allMatch(task -> task.startsWith("Running Running"));
      assertThat(status.resolve("stacks/gated.yaml")).content().contains("Ready");
      assertThat(status.resolve("jobs/gated_migrate-pg.yaml")).content().contains("Succeeded");
    }

    @Test
    @Order(2)
    void appliedAgainItWritesNothing() {
      var app = stack.engine().tasks(stack.service("app"));
      var database = stack.engine().tasks(stack.service("postgres"));
      try (var proxy = FaultProxy.before(stack.host(), folder.resolve("again"))) {
        apply(stack, proxy.host(), EXAMPLE.resolve("gated.yaml"));

        assertThat(new Writes(proxy, stack.leaseId()).all()).isEmpty();
        System.out.printf(
            "applied again: %d requests, of them %d renewals of the lease%n",
            proxy.requests(), proxy.writes());
      }
      assertThat(stack.engine().tasks(stack.service("app"))).isEqualTo(app);
      assertThat(stack.engine().tasks(stack.service("postgres"))).isEqualTo(database);
      assertThat(stack.attemptContainers("migrate-pg")).hasSize(1);
    }

    @Test
    @Order(3)
    void aNewImageMigratesBeforeItServes() throws IOException {
      var newer = Files.readString(EXAMPLE.resolve("gated.yaml")).replace("1.4.2", "1.5.0");
      try (var proxy = FaultProxy.before(stack.host(), folder.resolve("newer"))) {
        apply(stack, proxy.host(), stack.write("newer.yaml", newer));

        var appUpdate = number(proxy, "/services/" + id("app") + "/update").getFirst();
        var success =
            number(proxy, "/configs/" + stack.records("job").getFirst()).getLast();
        assertThat(appUpdate).isGreaterThan(success);
      }
      assertThat(stack.attemptContainers("migrate-pg")).hasSize(2);
      assertThat(stack.engine().history(stack.service("app")))
          .filteredOn(task -> task.startsWith("Running Running"))
          .hasSize(2)
          .allMatch(task -> task.contains(":1.5.0"));
    }

    private String id(String service) {
      return stack.engine().inspect(stack.service(service), "{{.ID}}");
    }

    /** Of successful posts to a path. */
    private List<Integer> number(FaultProxy proxy, String path) {
      return proxy.log().stream()
          .filter(Writes.post(path))
          .filter(e -> e.status() == 200)
          .map(Exchange::number)
          .toList();
    }
  }

  @Nested
  class AsTheVendorHasIt {
    /** The database is not up when the first attempt needs it, so some fail. */
    @Test
    void theMigrationIsTriedAgainAfterItsDelayAndThenSucceeds() {
      try (var stack = TestStack.of(SwarmLab.single(), "seed", folder)) {
        apply(stack, stack.host(), EXAMPLE.resolve("seed.yaml"));

        assertThat(migrations(stack)).isEqualTo(MIGRATIONS);
        assertThat(stack.engine().tasks(stack.service("app"))).hasSize(2);
        var attempts = Attempt.of(stack);
        assertThat(attempts).extracting(Attempt::result).last().isEqualTo("SUCCEEDED");
        for (int i = 1; i < attempts.size(); i++) {
          assertThat(attempts.get(i - 1).result()).isEqualTo("FAILED");
          var curve = 3.0 * (1 << (i - 1));
          var pause = attempts.get(i - 1).until(attempts.get(i));
          System.out.printf("pause %d: %.1f s, the curve has %.0f s%n", i, pause, curve);
          assertThat(pause).isBetween(0.8 * curve, 1.2 * curve + Attempt.SLACK);
        }
      }
    }
  }
}
