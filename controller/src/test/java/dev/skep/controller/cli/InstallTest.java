package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallTest {
  private static final String URL = "https://git.example/infra.git#main:prod";

  private static CommandRun install(String... flags) {
    var all = new ArrayList<>(List.of("install"));
    all.addAll(List.of(flags));
    return CommandRun.of(all);
  }

  @Test
  void printsTheFileWithWhatTheFlagsSay(@TempDir Path folder) throws Exception {
    var run = install(
        "--source",
        URL,
        "--image",
        "registry.example/skep:1",
        "--replicas",
        "3",
        "--user",
        "65532:998",
        "--owner",
        "prod",
        "--webhook-port",
        "9090",
        "--registry",
        "--metrics");

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "    image: \"registry.example/skep:1\"\n",
            "      replicas: 3\n",
            "    user: \"65532:998\"\n",
            "      SKEP_SOURCE: \"" + URL + "\"\n",
            "      SKEP_OWNER: \"prod\"\n",
            "published: \"9090\"",
            "skep_webhook",
            "skep_registry",
            "monitoring: {external: true}")
        .doesNotContain("skep_git_token");
    var file = Files.writeString(folder.resolve("skep.yml"), run.out());
    assertThat(CommandRun.of("validate", file.toString()).exit()).isZero();
  }

  @Test
  void whatDecidesNothingIsNotAskedFor() {
    assertThat(install("--source", URL).out())
        .contains("replicas: 2\n", "image: \"skep/controller:")
        .doesNotContain("secrets:", "ports:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/srv/stacks |             | --source /srv/stacks is a folder of one machine",
        "git@host:x.git |          | --source git@host:x.git is reached by ssh; add --git-ssh",
        "https://host/x.git | --git-ssh   | --git-ssh is for ssh:// and git@HOST:…; leave it out",
        "file:///x.git  | --git-token | --git-token is for https://; leave it out",
        "https://a:b@host/x.git |      | --source https://…@host/x.git has a password in it",
        "https://host/x.git | --image=a\"b | --image 'a\"b' cannot be used; write a name",
        "https://host/x.git | --user=a:b:c | --user 'a:b:c' cannot be used; write USER:GROUP",
        "https://host/x.git | --replicas=0 | --replicas must be 1 or more; the default is 2",
        "https://host/x.git | --webhook-port=0 | --webhook-port must lie between 1 and 65535",
      })
  void refusesWhatCannotBeMeant(String source, String flag, String why) {
    var flags = new ArrayList<>(List.of("--source", source));
    if (flag != null) flags.add(flag);
    var run = install(flags.toArray(String[]::new));
    assertThat(run.exit()).isEqualTo(Exit.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.problems().getFirst()).startsWith("skep: " + why);
  }

  @Test
  void theSourceIsNeeded() {
    assertThat(install().problems().getFirst()).isEqualTo("skep: --source URL is missing");
  }
}
