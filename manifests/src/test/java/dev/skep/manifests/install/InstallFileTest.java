package dev.skep.manifests.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.manifests.LoadRequest;
import dev.skep.manifests.Manifests;
import dev.skep.manifests.Rendered;
import dev.skep.manifests.install.InstallFile.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstallFileTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final Map<String, String> VALUES =
      Map.of("SKEP_SOURCE", "https://git.example/infra.git#main:envs/prod", "SKEP_REPLICAS", "3");

  @TempDir
  private Path folder;

  private static Rendered load(List<Path> files, Map<String, String> variables) {
    return new Manifests()
        .load(new LoadRequest(
            files, Optional.of("skep"), variables, true, files.getFirst().getParent()))
        .get();
  }

  private Rendered made(Set<Part> parts, Map<String, String> values) throws IOException {
    var file =
        Files.writeString(folder.resolve("stack.yml"), new InstallFile(parts, values).text());
    return load(List.of(file), Map.of());
  }

  private static Rendered byDocker(Set<Part> parts) {
    var files = new ArrayList<>(List.of(DEPLOY.resolve("skep-stack.yml")));
    parts.forEach(part -> files.add(DEPLOY.resolve(part.file())));
    return load(files, VALUES);
  }

  private void theSame(Set<Part> parts) throws IOException {
    var made = made(parts, VALUES);
    var meant = byDocker(parts).stack();
    assertThat(made.warnings()).isEmpty();
    assertThat(made.stack().services()).isEqualTo(meant.services());
    assertThat(made.stack().networks()).isEqualTo(meant.networks());
    assertThat(made.stack().payloads().toString()).isEqualTo(meant.payloads().toString());
  }

  @ParameterizedTest
  @EnumSource
  void isWhatDockerMakesOfTheFiles(Part part) throws IOException {
    theSame(EnumSet.of(part));
  }

  @Test
  void isWhatDockerMakesOfAllOfThem() throws IOException {
    theSame(EnumSet.noneOf(Part.class));
    theSame(EnumSet.allOf(Part.class));
  }

  @Test
  void nothingIsLeftToFillInAndCommentsStay() {
    var text = new InstallFile(EnumSet.allOf(Part.class), VALUES).text();
    assertThat(text).doesNotContain("${");
    assertThat(text)
        .startsWith("# Skep on your Swarm:")
        .contains("#   docker secret create skep_git_token FILE\n")
        .contains("    # Asks /healthz; one that hangs is replaced.\n")
        .contains("      SKEP_SOURCE: \"https://git.example/infra.git#main:envs/prod\"\n");
  }

  @Test
  void valuesMeanWhatTheySay() throws IOException {
    var odd = "https://git.example/a\"b\\c${d}.git#x";
    var container = made(Set.of(), Map.of("SKEP_SOURCE", odd))
        .stack()
        .services()
        .get("controller")
        .spec()
        .object("TaskTemplate", "ContainerSpec");
    assertThat(container.array("Env").toString()).contains("SKEP_SOURCE=" + odd);
    assertThat(container.text("User")).contains("0:0");
  }

  @Test
  void tellsHowToMakeWhatItNeeds() {
    var file = new InstallFile(EnumSet.allOf(Part.class), VALUES);
    for (var payload : byDocker(EnumSet.allOf(Part.class)).stack().payloads())
      assertThat(file.command(payload.name())).get().asString().contains(" create ");
    assertThat(file.command("monitoring"))
        .contains("docker network create --driver overlay monitoring");
    assertThat(file.command("other")).isEmpty();
  }
}
