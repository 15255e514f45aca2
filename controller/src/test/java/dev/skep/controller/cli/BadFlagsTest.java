package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command line that cannot be meant: exit code 2, what is wrong with it, and where to read on. */
@Timeout(60)
class BadFlagsTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"validate", "apply"})
  void wrongFlag(String command) {
    misuse(
        List.of(command, "-f", "x.yml", "--timout"),
        "skep: unknown flag "
            + (command.equals("apply") ? "--timout; did you mean --timeout?" : "-f"),
        "See: skep " + command + " --help");
  }

  @Test
  void unknownCommand() {
    misuse(
        List.of("aply", "-f", "x.yml"),
        "skep: unknown command aply; did you mean apply?",
        "See: skep --help");
    misuse(List.of("frobnicate"), "skep: unknown command frobnicate", "See: skep --help");
  }

  @Test
  void whenToAskRegistries() {
    misuse(
        List.of("apply", "-f", "x.yml", "--resolve-image", "always"),
        "skep: --resolve-image: expected changed or never, found \"always\"; to run what a name"
            + " stands for now, write another name or the digest",
        "See: skep apply --help");
  }

  @Test
  void howToPrint() {
    misuse(
        List.of("get", "stacks", "-o", "xml"),
        "skep: 'xml' is none of table|wide|json|yaml",
        "See: skep get --help");
  }

  @Test
  void badTimes() {
    misuse(
        List.of("apply", "-f", "x.yml", "--timeout", "soon"),
        "skep: Invalid value for option '--timeout': 'soon' is no time; write 90s, 10m or 1h30m",
        "See: skep apply --help");
    misuse(
        List.of("apply", "-f", "x.yml", "--timeout", "-5s"),
        "skep: Invalid value for option '--timeout': '-5s' is no time; write 90s, 10m or 1h30m",
        "See: skep apply --help");
    misuse(
        List.of("apply", "-f", "x.yml", "--lease-duration", "1ms"),
        "skep: --lease-duration must lie between 1s and 1h; the default is 8s",
        "See: skep apply --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "-a", "a/b"})
  void ownersThatCannotBe(String owner) {
    misuse(
        List.of("get", "stacks", "--owner", owner),
        "skep: --owner '" + owner + "' cannot be used; write letters, digits, -, _ and ., a letter"
            + " or digit first, at most 63 characters",
        "See: skep get --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "999ms", "366d"})
  void timesToKeepOneShots(String time) {
    misuse(
        List.of("controller", "--source", "x", "--one-shot-ttl", time),
        "skep: --one-shot-ttl must lie between 1s and 365d; the default is 1h",
        "See: skep controller --help");
  }

  @Test
  void numbersThatCannotBe() {
    misuse(
        List.of("logs", "job", "shop_migrate", "--attempt", "0"),
        "skep: --attempt must be 1 or more",
        "See: skep logs --help");
    misuse(
        List.of("logs", "job", "shop_migrate", "--tail", "0"),
        "skep: --tail must be 1 or more",
        "See: skep logs --help");
    misuse(
        List.of("logs", "job", "shop_migrate", "--tail", "all"),
        "skep: Invalid value for option '--tail': 'all' is not an int",
        "See: skep logs --help");
  }

  @Test
  void missingValues() {
    misuse(List.of("apply"), "skep: --file FILE|DIR is missing", "See: skep apply --help");
    misuse(List.of("apply", "-f"), "skep: --file FILE|DIR is missing", "See: skep apply --help");
    misuse(List.of("validate"), "skep: FILE|DIR is missing", "See: skep validate --help");
    misuse(
        List.of("controller"), "skep: --source DIR|URL is missing", "See: skep controller --help");
    misuse(List.of("describe", "job"), "skep: NAME is missing", "See: skep describe --help");
    misuse(List.of("cancel", "job"), "skep: STACK_JOB is missing", "See: skep cancel --help");
    misuse(
        List.of("resolve", "job", "shop_migrate", "--as", "failed"),
        "skep: --note TEXT is missing",
        "See: skep resolve --help");
  }

  @Test
  void unknownKinds() {
    misuse(
        List.of("get", "pods"),
        "skep: 'pods' is none of stacks|services|jobs|schedules",
        "See: skep get --help");
    misuse(
        List.of("describe", "pod", "x"),
        "skep: 'pod' is none of stack|job",
        "See: skep describe --help");
    misuse(
        List.of("suspend", "service", "shop_app"),
        "skep: 'service' is none of job|stack",
        "See: skep suspend --help");
    misuse(
        List.of("cancel", "stack", "shop"),
        "skep: 'stack' is none of job",
        "See: skep cancel --help");
    misuse(
        List.of("resolve", "job", "shop_migrate", "--as", "done", "--note", "x"),
        "skep: 'done' is none of succeeded|failed|retry",
        "See: skep resolve --help");
  }

  @Test
  void anAddressThatNoEngineCanHave() {
    misuse(
        List.of("get", "stacks", "--host", "docker.example.com"),
        "skep: 'docker.example.com' (from --host) is no engine address: give --host unix:///PATH"
            + " or --host tcp://HOST:PORT",
        "See: skep get --help");
  }

  @Test
  void sourceThatIsNoFolder() {
    misuse(
        List.of("controller", "--source", folder + "/nowhere", "--status", folder + "/status"),
        "skep: --source " + folder + "/nowhere is no folder");
    misuse(
        List.of("controller", "--source", folder + "/x.git#main"),
        "skep: --source " + folder + "/x.git#main is no folder; a repository here is written"
            + " file:///PATH#BRANCH:FOLDER, elsewhere git@HOST:REPO.git#BRANCH:FOLDER");
  }

  @Test
  void sourceThatCannotBeMeant() {
    misuse(
        List.of("controller", "--source", "https://me:secret@host/x.git"),
        "skep: --source https://…@host/x.git has a password in it, which would end up in lists of"
            + " processes and in logs; write the address without, and put a token into a file for"
            + " --git-token-file");
  }

  @Test
  void repositoryThatCannotBeOpened() {
    misuse(
        List.of("controller", "--source", "git@host:x.git"),
        "skep: --source git@host:x.git is reached by ssh; give --git-ssh-key FILE, a private key"
            + " that may read it, and --git-known-hosts FILE, with the line that ssh-keyscan tells"
            + " of host");
    misuse(
        List.of("controller", "--source", "https://host/x.git", "--git-token-file", "/no/token"),
        "skep: --git-token-file /no/token does not exist; put the secret into that file");
    misuse(
        List.of("controller", "--source", folder.toString(), "--git-token-file", "/no/token"),
        "skep: --git-token-file is given, but --source " + folder
            + " is a folder of this machine; leave it out");
  }

  @Test
  void webhookThatCannotBeMeant() throws Exception {
    var secret = Files.writeString(folder.resolve("secret"), "S3CRET").toString();
    var url = "file://" + folder + "/infra.git";
    webhook(
        List.of(url, "--webhook-secret-file", secret),
        "skep: --webhook-secret-file is given without --webhook-listen ADDR:PORT; add it");
    webhook(
        List.of(url, "--webhook-listen", "0"),
        "skep: --webhook-listen is given without --webhook-secret-file FILE, and anybody could"
            + " send something; add it");
    webhook(
        List.of(url, "--webhook-listen", "0", "--webhook-secret-file", secret + "x"),
        "skep: --webhook-secret-file " + secret
            + "x does not exist; put the secret into that file");
    webhook(
        List.of(url, "--webhook-listen", "here", "--webhook-secret-file", secret),
        "skep: --webhook-listen 'here' is no address; write ADDR:PORT, such as 0.0.0.0:9876, or"
            + " PORT for this machine alone");
    webhook(
        List.of(folder.toString(), "--webhook-listen", "0", "--webhook-secret-file", secret),
        "skep: --webhook-listen is given, but --source " + folder
            + " is a folder, which is looked at all the time; leave it out");
  }

  @Test
  void addressThatCannotBeListenedAt() {
    var folderAlone = List.of(folder.toString(), "--http-listen", "here");
    webhook(
        folderAlone,
        "skep: --http-listen 'here' is no address; write ADDR:PORT, such as 0.0.0.0:9876, or"
            + " PORT for this machine alone");
  }

  private void webhook(List<String> arguments, String line) {
    var all = new ArrayList<>(
        List.of("controller", "--status", folder.resolve("status").toString(), "--source"));
    all.addAll(arguments);
    misuse(all, line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4s", "25h"})
  void pausesBetweenLooks(String time) {
    misuse(
        List.of("controller", "--source", "x", "--poll", time),
        "skep: --poll must lie between 5s and 1d; the default is 60s",
        "See: skep controller --help");
  }

  private static void misuse(List<String> arguments, String... lines) {
    var run = CommandRun.of(arguments);
    assertThat(run.problems()).containsExactly(lines);
    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.BAD_INPUT);
    assertThat(run.cpu()).isLessThan(Duration.ofSeconds(2));
  }
}
