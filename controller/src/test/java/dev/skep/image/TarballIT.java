package dev.skep.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tarball, unpacked anywhere, needs no Java of the machine. */
@Timeout(60)
class TarballIT {
  @TempDir
  Path folder;

  private String run(Map<String, String> environment, String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().putAll(environment);
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(1, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return out;
  }

  private String skep() throws Exception {
    run(Map.of(), "tar", "xzf", Images.tarball().toString(), "-C", folder.toString());
    try (var inside = Files.newDirectoryStream(folder)) {
      return inside.iterator().next().resolve("bin/skep").toString();
    }
  }

  /** The JVM refuses to start when the archive does not fit. */
  @Test
  void itRunsOnItsOwnRunTimeWithItsOwnArchiveOfClasses() throws Exception {
    var itsOwn = Map.of(
        "JAVA_HOME", "/nonexistent", "SKEP_JAVA_OPTIONS", "-Xshare:on -Xlog:cds=error:stderr");
    assertThat(run(itsOwn, skep(), "--version")).startsWith("skep ").doesNotContain("rror");
  }

  @Test
  void whatTheProgramNeedsOfJavaIsThere() throws Exception {
    var stacks = Path.of("../manifests/examples/infra").toAbsolutePath().toString();
    assertThat(run(Map.of(), skep(), "validate", stacks)).contains("shop");
  }

  @Test
  void manPagesAndCompletionsAreWhereASystemLooksForThem() throws Exception {
    var share = Path.of(skep()).resolveSibling("../share").normalize();
    assertThat(share.resolve("man/man1/skep-get.1")).content().contains(".SH EXIT STATUS");
    assertThat(share.resolve("bash-completion/completions/skep")).content().contains("complete");
    assertThat(share.resolve("zsh/site-functions/_skep")).content().startsWith("#compdef skep\n");
    assertThat(share.resolve("fish/vendor_completions.d/skep.fish")).content().contains("-d ");
  }

  @Test
  void theFilesThatInstallItAreInIt() throws Exception {
    assertThat(run(Map.of(), skep(), "install", "--source", "https://git.example/x.git"))
        .contains("SKEP_SOURCE: \"https://git.example/x.git\"");
  }
}
