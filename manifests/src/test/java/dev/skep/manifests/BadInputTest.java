package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind of bad input ends in a message with the place and the mend. The time-out is far beyond
 * what any of them takes, so that only a hang fails on a busy machine.
 */
@Timeout(60)
class BadInputTest {
  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void empty() {
    loading = new Loading(folder);
  }

  private void refuses(String text, String... errors) {
    assertThat(loading.stack(text).errors()).containsExactly(errors);
  }

  private void refusesApp(String lines, String... errors) {
    refuses(Loading.service(lines), errors);
  }

  @Test
  void allProblemsAreToldAtOnceInTheOrderOfTheirPlaces() {
    refuses(
        """
        services:
          app:
            image: Not/Valid:!
            replicas: 3
            volumes: ["data:/data"]
          db:
            imgae: postgres
        network: {}
        """,
        "stack.yml:3:12: services.app.image: \"Not/Valid:!\" is no image reference; write e.g."
            + " registry.example.com/team/app:1.4.2, in lower case",
        "stack.yml:4:5: services.app.replicas: move it under deploy:",
        "stack.yml:5:15: services.app.volumes: undefined volume \"data\", declare it under the"
            + " top-level `volumes:`",
        "stack.yml:6:3: services.db: image is missing; write image: NAME:TAG",
        "stack.yml:7:5: services.db.imgae: unknown key; did you mean image?",
        "stack.yml:8:1: network: unknown key; did you mean networks?");
  }

  @Nested
  class Yaml {
    @Test
    void aDuplicateKeyNamesBothLines() {
      refusesApp(
          "hostname: a\nhostname: b",
          "stack.yml:5:5: the key \"hostname\" stands here twice, first in line 4; keep one of them");
    }

    @Test
    void twoMergeKeysAreADuplicate() {
      refuses(
          "x-a: &a {tty: true}\nservices:\n  app:\n    image: a\n    <<: *a\n    <<: *a\n",
          "stack.yml:6:5: the key \"<<\" stands here twice, first in line 5; write one list, <<:"
              + " [*a, *b]");
    }

    @Test
    void textIsNoComposeFile() {
      refuses(
          "This is a letter.",
          "stack.yml:1:1: not a Compose file: expected a mapping with `services:`, found the text"
              + " \"This is a letter.\"");
    }

    @Test
    void aListIsNoComposeFile() {
      refuses(
          "- a\n",
          "stack.yml:1:1: not a Compose file: expected a mapping with `services:`, found a list");
    }

    @Test
    void anEmptyFileNeedsServices() {
      refuses(
          "# nothing\n", "stack.yml:1:1: the file is empty; a stack needs at least `services:`");
    }

    @Test
    void aFileWithoutServicesNeedsOne() {
      refuses("volumes: {}\n", "stack.yml:1:1: there are no services; a stack needs at least one");
    }

    @Test
    void brokenYamlHasAPlace() {
      refuses(
          "services:\n  app: {image: a\n",
          "stack.yml:3:1: not valid YAML: while parsing a flow mapping, expected ',' or '}', but got"
              + " <stream end>");
    }

    @Test
    void tabsAreNamed() {
      refuses(
          "services:\n\tapp: a\n",
          "stack.yml:2:1: not valid YAML: a tab where YAML wants spaces; indent with spaces");
    }

    @Test
    void bytesThatAreNoTextAreNamed() {
      loading.stack("").file("stack.yml", new byte[] {'a', (byte) 0xff, (byte) 0xfe});
      assertThat(loading.errors())
          .containsExactly("stack.yml:1:1: not text in UTF-8; save the file in that encoding");
    }

    @Test
    void controlCharactersHaveAPlace() {
      refuses(
          "a: b\nc: d\0e\n",
          "stack.yml:2:5: not valid YAML: the character U+0000 is not allowed; remove it");
    }

    @Test
    void aSecondDocumentIsRefused() {
      refuses(
          "services: {}\n---\nservices: {}\n",
          "stack.yml:3:1: a second document; put one document in a file, and delete the `---`");
    }

    @Test
    void anUnknownTagIsRefused() {
      refusesApp(
          "hostname: !secret x",
          "stack.yml:4:15: the tag \"!secret\" is not known; only !reset and !override are");
    }
  }

  @Nested
  class Limits {
    @Test
    void aFileOverOneMebibyteIsRefused() {
      refuses(
          "#".repeat((1 << 20) + 1),
          "stack.yml:1:1: has 1048577 bytes and may have 1048576; split the stack");
    }

    @Test
    void anAliasBombIsRefusedBeforeItGrows() {
      var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
      for (int i = 1; i < 20; i++) {
        bomb.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d,".formatted(i - 1).repeat(9)));
      }
      assertThat(loading.stack(bomb.toString()).errors())
          .singleElement()
          .asString()
          .contains(
              "more than 100000 values once the aliases are expanded; split the file, or use fewer aliases");
    }

    @Test
    void aMergeBombIsRefusedToo() {
      var bomb = new StringBuilder("x-a: &a\n");
      for (int i = 0; i < 5_000; i++) bomb.append("  k").append(i).append(": v\n");
      for (int i = 0; i < 5_000; i++) bomb.append("x-b").append(i).append(": {<<: *a}\n");
      assertThat(loading.stack(bomb.toString()).errors())
          .singleElement()
          .asString()
          .contains("more than 100000 values");
    }

    @Test
    void aLongTextAliasedOftenIsRefused() {
      var text = "x-a: &a " + "y".repeat(100_000) + "\nx-b: [" + "*a,".repeat(50_000) + "]\n";
      assertThat(loading.stack(text).errors()).singleElement().asString().contains("100000 values");
    }

    @Test
    void anAnchorInsideItselfIsRefused() {
      refuses(
          "services: &s\n  app: *s\n",
          "stack.yml:2:8: the anchor &s contains itself; write it out");
    }

    @Test
    void deepNestingIsRefused() {
      refuses("a: " + "[".repeat(100_000), "stack.yml:1:68: nested more than 64 levels deep");
    }

    @Test
    void variablesThatGrowAreRefused() {
      loading.variable("BIG", "x".repeat(1 << 20));
      refusesApp(
          "labels:\n" + "  - a=${BIG}\n".repeat(30),
          "stack.yml:20:9: the variables expand to more than 16 MiB of text; make it smaller");
    }

    @Test
    void deepDefaultsAreRefused() {
      refusesApp(
          "hostname: \"" + "${A:-".repeat(50_000) + "}".repeat(50_000) + '"',
          "stack.yml:4:15: defaults nested more than 32 deep; use fewer");
    }

    @Test
    void manyProblemsAreCutOff() {
      var text = new StringBuilder();
      for (int i = 0; i < 40_000; i++) text.append("unknown").append(i).append(": 1\n");
      assertThat(loading.stack(Loading.service(text.toString())).errors()).hasSize(500);
    }

    @Test
    void aLongChainOfDependenciesIsWalked() {
      var text = new StringBuilder("services:\n");
      for (int i = 0; i < 3_000; i++) {
        text.append("  s%d: {image: a, depends_on: [s%d]}\n".formatted(i, (i + 1) % 3_000));
      }
      assertThat(loading.stack(text.toString()).errors())
          .singleElement()
          .asString()
          .contains("a cycle, s0 -> s1 -> s2", "s10 -> 2989 more -> s0; none");
    }

    @Test
    void moreServicesThanASecondAllowsAreRefused() {
      var text = new StringBuilder("services:\n");
      for (int i = 0; i < 5_000; i++) text.append("  s").append(i).append(": {image: a}\n");
      refuses(text.toString(), "stack.yml:1:1: services: more than 3000 of them; split the stack");
    }

    @Test
    void aDeviceIsNotRead() {
      refusesApp(
          "env_file: /dev/zero",
          "stack.yml:4:15: services.app.env_file: the file \"/dev/zero\" is not a regular file");
    }
  }

  @Nested
  class Types {
    @Test
    void nameWhatIsExpectedAndWhatWasFound() {
      refusesApp(
          """
          ports: "80:80"
          deploy:
            replicas: two
            resources: {limits: {cpus: lots, memory: 1 horse}}
            update_config: {delay: soon, order: any}
          tty: maybe
          environment: A
          cap_add: [{a: b}]
          healthcheck: [curl]
          """,
          "stack.yml:4:12: services.app.ports: expected a list (- item), found the text \"80:80\"",
          "stack.yml:6:17: services.app.deploy.replicas: expected a whole number, found the text"
              + " \"two\"",
          "stack.yml:7:34: services.app.deploy.resources.limits.cpus: expected a number of CPUs such"
              + " as 0.5, found the text \"lots\"",
          "stack.yml:7:48: services.app.deploy.resources.limits.memory: expected a size such as"
              + " 512M, found the text \"1 horse\"",
          "stack.yml:8:30: services.app.deploy.update_config.delay: expected a duration such as 10s,"
              + " 1m30s or 500ms, found the text \"soon\"",
          "stack.yml:8:36: services.app.deploy.update_config.order: expected start-first or"
              + " stop-first, found \"any\"",
          "stack.yml:9:10: services.app.tty: expected true or false, found the text \"maybe\"",
          "stack.yml:10:18: services.app.environment: expected a mapping or a list of key=value,"
              + " found the text \"A\"",
          "stack.yml:11:15: services.app.cap_add: expected a text, found a mapping",
          "stack.yml:12:18: services.app.healthcheck: expected a mapping (key: value), found a list");
    }

    @Test
    void aServiceIsAMapping() {
      refuses(
          "services:\n  app:\n",
          "stack.yml:2:7: services.app: expected a mapping with at least image:, found nothing");
    }
  }

  @Nested
  class References {
    @Test
    void toUndeclaredThingsSayWhereToDeclareThem() {
      refuses(
          Loading.service("""
                  networks: [frnt]
                  configs: [conf]
                  secrets: [{source: pass}]
                  """) + "networks: {front: {}}\n",
          "stack.yml:4:16: services.app.networks.frnt: undefined network \"frnt\", declare it under"
              + " the top-level `networks:`; did you mean \"front\"?",
          "stack.yml:5:15: services.app.configs: undefined config \"conf\", declare it under the"
              + " top-level `configs:`",
          "stack.yml:6:15: services.app.secrets: undefined secret \"pass\", declare it under the"
              + " top-level `secrets:`");
    }

    @Test
    void toAMissingFileSayWhereItWasLookedFor() {
      refusesApp(
          "env_file: app.env",
          "stack.yml:4:15: services.app.env_file: the file \"app.env\" does not exist; it was looked"
              + " for at app.env");
    }

    @Test
    void stayInsideTheRepositoryWhenStrict() {
      loading.strict();
      refusesApp(
          "env_file: [../../../../../../../../etc/passwd, /etc/passwd]",
          "stack.yml:4:16: services.app.env_file: the file"
              + " \"../../../../../../../../etc/passwd\" lies outside of the repository; put it"
              + " inside, beside the stack",
          "stack.yml:4:52: services.app.env_file: the file \"/etc/passwd\" lies outside of the"
              + " repository; put it inside, beside the stack");
    }

    @Test
    void areNotToldWhetherTheyExistOutsideOfTheRepositoryWhenStrict() {
      loading.strict();
      refusesApp(
          "env_file: [../../no/such, /no/such]",
          "stack.yml:4:16: services.app.env_file: the file \"../../no/such\" lies outside of the"
              + " repository; put it inside, beside the stack",
          "stack.yml:4:31: services.app.env_file: the file \"/no/such\" lies outside of the"
              + " repository; put it inside, beside the stack");
    }

    @Test
    void doNotFollowASymbolicLinkOutOfTheRepositoryWhenStrict() throws java.io.IOException {
      java.nio.file.Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
      loading.strict();
      refusesApp(
          "env_file: link",
          "stack.yml:4:15: services.app.env_file: the file \"link\" lies outside of the repository;"
              + " put it inside, beside the stack");
      java.nio.file.Files.delete(folder.resolve("link"));
    }
  }

  @Nested
  class Names {
    @Test
    void ofServicesFitTheEngine() {
      var longest = "a".repeat(60);
      refuses(
          "services:\n  a.b: {image: a}\n  A: {image: a}\n  a: {image: a}\n  " + longest
              + ": {image: a}\n",
          "stack.yml:2:3: the service name \"a.b\" cannot be used; write letters, digits, - and _,"
              + " and end it with a letter or digit",
          "stack.yml:4:3: the services A and a differ only in upper and lower case, which Swarm"
              + " takes for the same name; rename one",
          "stack.yml:5:3: the service's full name \"shop_" + "a".repeat(55)
              + "…\" has 65 characters and may have 63; shorten it or the stack's");
    }

    @Test
    void ofConfigsFitTheEngine() {
      refuses(
          Loading.service("") + "configs: {a: {content: x, name: " + "n".repeat(65) + "}}",
          "stack.yml:4:11: the config's full name \"" + "n".repeat(60) + "…\" cannot be used; write"
              + " letters, digits, -, _ and ., a letter or digit first and last, at most 64"
              + " characters");
    }
  }

  @Nested
  class WhatTheEngineWouldRefuseHalfWay {
    @Test
    void thePortOfAnotherService() {
      refuses(
          """
          services:
            a: {image: a, ports: ["80:80", "53:53/udp"]}
            b: {image: a, ports: ["53:53", {target: 8080, published: 80}]}
          """,
          "stack.yml:3:34: services.b.ports: the port 80/tcp is published by services.a.ports too;"
              + " choose another one");
    }

    @Test
    void anIngressPortWithoutAVirtualAddress() {
      refusesApp(
          "deploy: {endpoint_mode: dnsrr}\nports: ['80:80', {target: 81, published: 81, mode: host}]",
          "stack.yml:5:13: services.app.ports: a service with endpoint_mode: dnsrr publishes only in"
              + " the long form with mode: host; write that, or delete the endpoint_mode");
    }

    @Test
    void twoMountsOnOneTarget() {
      refusesApp(
          "volumes: [/a:/x]\ntmpfs: /x",
          "stack.yml:5:12: services.app.volumes: two mounts have the target \"/x\"; keep one");
    }

    @Test
    void limitsBelowTheLeast() {
      refusesApp(
          "deploy: {resources: {limits: {cpus: 0.0001, memory: 100}}}",
          "stack.yml:4:41: services.app.deploy.resources.limits.cpus: the least that Swarm takes is"
              + " 0.001",
          "stack.yml:4:57: services.app.deploy.resources.limits.memory: the least that Swarm takes is"
              + " 4M");
    }
  }

  @Nested
  class Keys {
    @Test
    void thatSwarmCannotHonourAreWarnings() {
      loading.stack(Loading.service("build: .\ncontainer_name: app\nprivileged: true\nlinks: [a]"));
      assertThat(loading.warnings())
          .containsExactly(
              "stack.yml:4:5: warning: services.app.build: Swarm cannot honour it: nodes only pull;"
                  + " build and push the image elsewhere",
              "stack.yml:5:5: warning: services.app.container_name: Swarm cannot honour it: tasks"
                  + " are named after service, slot and id",
              "stack.yml:6:5: warning: services.app.privileged: Swarm cannot honour it; write what it"
                  + " needs under cap_add",
              "stack.yml:7:5: warning: services.app.links: Swarm cannot honour it; services of one"
                  + " network find each other by name");
    }

    @Test
    void thatTheDockerCliForbidsAreErrors() {
      refusesApp(
          "mem_limit: 1g\nvolumes_from: [b]",
          "stack.yml:4:5: services.app.mem_limit: Swarm cannot honour it; write"
              + " deploy.resources.limits.memory",
          "stack.yml:5:5: services.app.volumes_from: Swarm cannot honour it; mount a volume under"
              + " volumes");
    }

    @Test
    void ofExtensionsAreIgnored() {
      loading.stack("x-any: {a: $}\n" + Loading.service("x-other: 1"));
      assertThat(loading.warnings()).isEmpty();
    }

    @Test
    void ofComposeVersionTwoAreRefused() {
      refuses(
          "version: 2.4\n" + Loading.service(""),
          "stack.yml:1:1: version: 2.4 files cannot be deployed to a Swarm; delete the line, and"
              + " move limits and the like under deploy:");
    }
  }
}
