package dev.skep.controller.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.skep.lab.LabRegistry;
import dev.skep.lab.SwarmLab;
import dev.skep.model.LockedImage;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real registries, asked through a real engine: one for everybody, one for who has logged in. */
class RegistryIT {
  private static LabRegistry open;
  private static LabRegistry closed;

  @TempDir
  Path folder;

  private DockerSwarm swarm;

  @BeforeAll
  static void start() {
    var lab = SwarmLab.single();
    open = LabRegistry.open(lab, 5000);
    closed = LabRegistry.withLogin(lab, 5001);
  }

  @AfterAll
  static void stop() {
    if (closed != null) closed.close();
    if (open != null) open.close();
  }

  @BeforeEach
  void connect() {
    swarm = connected();
  }

  @AfterEach
  void close() {
    if (swarm != null) swarm.close();
  }

  /** Knows nothing yet, and has the Docker configuration of this test's folder. */
  private DockerSwarm connected() {
    var host = SwarmLab.single().host(0);
    return DockerSwarm.at(
            new EngineAddress(URI.create(host), "the lab"),
            Deadlines.USUAL,
            () -> DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .withDockerConfig(folder.toString())
                .build())
        .get();
  }

  private Either<SwarmFault, LockedImage> ask(String name) {
    return swarm.images(Set.of(name)).get(name);
  }

  private void logIn(String password) throws IOException {
    var login =
        Base64.getEncoder().encodeToString((LabRegistry.USER + ":" + password).getBytes(UTF_8));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"" + closed.address() + "\":{\"auth\":\"" + login + "\"}}}");
  }

  @Nested
  class OpenToAll {
    @Test
    void theDigestIsTheOneThatWasPushed() {
      var name = open.address() + "/shop/web:1";
      var digest = open.push(name, "one");
      var image = ask(name).get();
      assertThat(image.digest()).isEqualTo(digest);
      assertThat(image.platforms()).singleElement().asString().startsWith("linux/");
    }

    @Test
    void aNameThatIsPushedAgainHasAnotherDigest() {
      var name = open.address() + "/app:1";
      var first = open.push(name, "one");
      assertThat(ask(name).get().digest()).isEqualTo(first);
      var second = open.push(name, "two");
      try (var later = connected()) {
        assertThat(later.images(Set.of(name)).get(name).get().digest())
            .isEqualTo(second)
            .isNotEqualTo(first);
      }
    }

    @Test
    void anImageThatIsNotThereIsRejected() {
      assertThat(ask(open.address() + "/none:1").getLeft())
          .isInstanceOf(SwarmFault.Rejected.class)
          .extracting(SwarmFault::message)
          .asString()
          .contains("has no image", "manifest unknown", "push it");
    }

    @Test
    void aStoppedRegistryIsUnreachableAndTheEngineIsNot() {
      var name = open.address() + "/kept:1";
      var digest = open.push(name, "one");
      open.stop();
      try {
        // More than the failures after which the engine would not be asked any more.
        for (var dead : Set.of(name, "127.0.0.1:1/a", "127.0.0.1:2/a", "127.0.0.1:3/a")) {
          assertThat(ask(dead).getLeft())
              .isInstanceOf(SwarmFault.Unreachable.class)
              .extracting(SwarmFault::message)
              .asString()
              .contains(dead, "connection refused");
        }
        assertThat(swarm.nodes().isRight()).isTrue();
      } finally {
        open.start();
      }
      try (var later = connected()) {
        assertThat(later.images(Set.of(name)).get(name).get().digest()).isEqualTo(digest);
      }
    }
  }

  @Nested
  class WithLogin {
    @Test
    void whoHasNotLoggedInIsToldHowAndIsServedAsSoonAsItIsDone() throws IOException {
      var name = closed.address() + "/shop/web:1";
      var digest = closed.push(name, "one");
      assertThat(ask(name).getLeft())
          .isInstanceOf(SwarmFault.Rejected.class)
          .extracting(SwarmFault::message)
          .asString()
          .contains("no basic auth credentials", "docker login " + closed.address());
      logIn(LabRegistry.PASSWORD);
      assertThat(ask(name).get().digest()).isEqualTo(digest);
    }

    @Test
    void aWrongPasswordIsRejectedAndNotTold() throws IOException {
      logIn("vinegar");
      assertThat(ask(closed.address() + "/shop/web:1").getLeft())
          .isInstanceOf(SwarmFault.Rejected.class)
          .extracting(SwarmFault::message)
          .asString()
          .contains("unauthorized", "docker login " + closed.address())
          .doesNotContain("vinegar");
    }
  }
}
