package dev.skep.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;
import java.util.Random;

/** Who may know whom; docs/design/modules.md says why. */
@AnalyzeClasses(packages = "dev.skep", importOptions = WallsTest.NoTests.class)
class WallsTest {
  /** Tests of another module come as a jar, which ArchUnit's own option does not know. */
  static final class NoTests implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule ONLY_THE_ADAPTER_KNOWS_DOCKER_JAVA = noClasses()
      .that()
      .resideOutsideOfPackage("dev.skep.controller.docker..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("com.github.dockerjava..");

  @ArchTest
  static final ArchRule ONLY_THE_GIT_SOURCE_KNOWS_JGIT = noClasses()
      .that()
      .resideOutsideOfPackage("dev.skep.controller.git..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("org.eclipse.jgit..", "org.apache.sshd..");

  @ArchTest
  static final ArchRule ONLY_THE_METRICS_KNOW_MICROMETER = noClasses()
      .that()
      .resideOutsideOfPackage("dev.skep.controller.metrics..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("io.micrometer..", "io.prometheus..");

  @ArchTest
  static final ArchRule MANIFESTS_AND_RECONCILER_NEVER_MEET = noClasses()
      .that()
      .resideInAPackage("dev.skep.reconciler..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("dev.skep.manifests..");

  @ArchTest
  static final ArchRule THE_MODEL_KNOWS_THE_JDK_ALONE = classes()
      .that()
      .resideInAPackage("dev.skep.model..")
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "dev.skep.model..");

  /** What decides takes time and chance as arguments. */
  @ArchTest
  static void whatDecidesReadsNoClock(JavaClasses all) {
    noClasses()
        .that()
        .resideInAPackage("dev.skep.reconciler..")
        .and()
        .doNotHaveFullyQualifiedName("dev.skep.reconciler.Clock$1")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .check(all);
  }

  @ArchTest
  static final ArchRule WHAT_PEOPLE_SEE_KNOWS_NO_COMMAND_LINE = noClasses()
      .that()
      .resideInAnyPackage(
          "dev.skep.controller.print..",
          "dev.skep.controller.status..",
          "dev.skep.controller.run..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("dev.skep.controller.cli..", "picocli..");

  @ArchTest
  static final ArchRule NO_CIRCLES =
      SlicesRuleDefinition.slices().matching("dev.skep.(**)").should().beFreeOfCycles();
}
