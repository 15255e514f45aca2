package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.manifests.LoadRequest;
import dev.skep.manifests.Manifests;
import dev.skep.model.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that install Skep, read by Skep. */
class InstallFilesTest {
  private static final Path DEPLOY = Path.of("../manifests/deploy");

  /** As the service's spec has it, of the stack file with more files. */
  private static Tree.Obj container(String... more) {
    var files = Stream.concat(Stream.of("skep-stack.yml"), Stream.of(more))
        .map(DEPLOY::resolve)
        .toList();
    var environment = Map.of("SKEP_SOURCE", "https://git.example/infra.git");
    var loaded = new Manifests()
        .load(new LoadRequest(files, Optional.of("skep"), environment, true, DEPLOY))
        .get();
    assertThat(loaded.warnings()).isEmpty();
    return loaded
        .stack()
        .services()
        .get("controller")
        .spec()
        .object("TaskTemplate", "ContainerSpec");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"git-token.yml", "git-ssh.yml", "webhook.yml", "registry.yml", "metrics.yml"})
  void everyVariableIsASetting(String more) {
    var environment = container(more).array("Env").stream()
        .map(entry -> ((Tree.Str) entry).value().split("=", 2))
        .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1] + "x"));
    assertThat(environment).containsKeys("SKEP_SOURCE", "SKEP_STATUS").hasSizeGreaterThan(3);
    var controller = Skep.commandLine(Map.of()).getSubcommands().get("controller");
    assertThat(new Variables(environment).unknown(controller.getCommandSpec())).isEmpty();
  }

  @Test
  void allOfThemGoTogether() {
    var all =
        container("git-token.yml", "git-ssh.yml", "webhook.yml", "registry.yml", "metrics.yml");
    assertThat(all.array("Secrets")).hasSize(4);
  }

  @Test
  void theImageIsTheOneThatThisVersionMakes() throws IOException {
    var pom = Pattern.compile("<version>(.*?)</version>")
        .matcher(Files.readString(Path.of("../pom.xml")))
        .results()
        .findFirst();
    assertThat(container().text("Image"))
        .contains("skep/controller:" + pom.orElseThrow().group(1));
  }
}
