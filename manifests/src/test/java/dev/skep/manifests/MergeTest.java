package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
  @TempDir
  Path folder;

  private Tree.Obj merged(String first, String second) {
    return new Loading(folder)
        .stack(Loading.service(first))
        .stack("services:\n  app:\n" + second.stripTrailing().indent(4))
        .spec("app");
  }

  private String container(String first, String second, String field) {
    return merged(first, second)
        .object("TaskTemplate", "ContainerSpec")
        .at(field)
        .orElse(Tree.Nil.NIL)
        .canonical();
  }

  @Nested
  class AnchorsOfOneFile {
    @Test
    void mergeWithLocalKeysFirstAndThenEarlierAnchors() {
      var spec = new Loading(folder).stack("""
              x-a: &a {user: a, hostname: a, working_dir: /a}
              x-b: &b {user: b, hostname: b, stop_signal: b}
              services:
                app:
                  hostname: own
                  <<: [*a, *b]
                  image: x
              """).spec("app").object("TaskTemplate", "ContainerSpec");
      assertThat(spec.text("Hostname")).hasValue("own");
      assertThat(spec.text("User")).hasValue("a");
      assertThat(spec.text("Dir")).hasValue("/a");
      assertThat(spec.text("StopSignal")).hasValue("b");
    }

    @Test
    void keepTheirOwnPlaceInProblems() {
      var loading = new Loading(folder)
          .stack("x-a: &a\n  tty: maybe\nservices:\n  app:\n    <<: *a\n    image: x\n");
      assertThat(loading.errors())
          .containsExactly(
              "stack.yml:2:8: services.app.tty: expected true or false, found the text \"maybe\"");
    }
  }

  @Nested
  class SeveralFiles {
    @Test
    void takeALabelWithoutAValueForAnEmptyOne() {
      assertThat(container("labels: {a: 1, b: 1, c: 1}", "labels: {a: , b: ''}", "Labels"))
          .startsWith("{\"a\":\"\",\"b\":\"\",\"c\":\"1\",");
      assertThat(container("labels: {a: 1}", "labels: [a]", "Labels")).startsWith("{\"a\":\"\",");
      assertThat(container("labels: {a: 1}", "labels: ", "Labels")).startsWith("{\"a\":\"1\",");
      assertThat(container("environment: {A: 1}", "environment: [A]", "Env"))
          .isEqualTo("[\"A=1\"]");
    }

    @Test
    void joinHostsInBothForms() {
      var list = "extra_hosts: ['db:10.0.0.5']";
      var mapping = "extra_hosts: {cache: [10.0.0.6, '::1'], web: 10.0.0.7}";
      assertThat(container(list, mapping, "Hosts"))
          .isEqualTo("[\"10.0.0.5 db\",\"10.0.0.6 cache\",\"::1 cache\",\"10.0.0.7 web\"]");
      assertThat(container(mapping, list, "Hosts"))
          .isEqualTo("[\"10.0.0.6 cache\",\"::1 cache\",\"10.0.0.7 web\",\"10.0.0.5 db\"]");
      assertThat(container("extra_hosts: {db: 1.1.1.1}", "extra_hosts: {db: 2.2.2.2}", "Hosts"))
          .isEqualTo("[\"2.2.2.2 db\"]");
    }

    @Test
    void letTheLaterOneWin() {
      assertThat(container("hostname: a\ninit: true", "hostname: b\ninit: false", "Hostname"))
          .isEqualTo("\"b\"");
      assertThat(container("init: true", "init: false", "Init")).isEqualTo("false");
      assertThat(merged("deploy: {replicas: 3}", "deploy: {replicas: 0}")
              .number("Mode", "Replicated", "Replicas"))
          .hasValue(0);
    }

    @Test
    void mixListAndMappingForms() {
      assertThat(container("environment: [A=1, B=2]", "environment: {B: 3, C: 4}", "Env"))
          .isEqualTo("[\"A=1\",\"B=3\",\"C=4\"]");
      assertThat(merged("networks: [default]", "networks: {default: {aliases: [x]}}")
              .at("TaskTemplate", "Networks")
              .orElseThrow()
              .canonical())
          .isEqualTo("[{\"Aliases\":[\"x\",\"app\"],\"Target\":\"shop_default\"}]");
    }

    @Test
    void replaceCommandsAndChecks() {
      assertThat(container("command: a b", "command: c", "Args")).isEqualTo("[\"c\"]");
      assertThat(container(
              "healthcheck: {test: [CMD, a], retries: 3}", "healthcheck: {test: b}", "Healthcheck"))
          .isEqualTo("{\"Retries\":3,\"Test\":[\"CMD-SHELL\",\"b\"]}");
    }

    @Test
    void appendLists() {
      assertThat(container("cap_add: [KILL]\ndns: a", "cap_add: [CHOWN]", "CapabilityAdd"))
          .isEqualTo("[\"CAP_CHOWN\",\"CAP_KILL\"]");
      assertThat(container("dns: a", "dns: [b]", "DNSConfig"))
          .isEqualTo("{\"Nameservers\":[\"a\",\"b\"]}");
    }

    @Test
    void replacePortsWithTheSamePublishedPort() {
      var spec = merged(
          "ports: ['5434:5432', '80:80']", "ports: [{target: 5432, published: 5434, mode: host}]");
      assertThat(spec.at("EndpointSpec", "Ports").orElseThrow().canonical())
          .isEqualTo("[{\"Protocol\":\"tcp\",\"PublishMode\":\"ingress\",\"PublishedPort\":80,"
              + "\"TargetPort\":80},{\"PublishMode\":\"host\",\"PublishedPort\":5434,"
              + "\"TargetPort\":5432}]");
    }

    @Test
    void replaceMountsWithTheSameTarget() {
      assertThat(container("volumes: [/a:/x, /b:/y]", "volumes: ['/c:/x']", "Mounts"))
          .isEqualTo("[{\"Source\":\"/c\",\"Target\":\"/x\",\"Type\":\"bind\"},"
              + "{\"Source\":\"/b\",\"Target\":\"/y\",\"Type\":\"bind\"}]");
    }

    @Test
    void resetAndOverrideByTag() {
      assertThat(container("user: a\ndns: [a]", "user: !reset null\ndns: !override [b]", "User"))
          .isEqualTo("null");
      assertThat(container("dns: [a]", "dns: !override [b]", "DNSConfig"))
          .isEqualTo("{\"Nameservers\":[\"b\"]}");
    }

    @Test
    void nameTheFileOfAProblem() {
      var loading =
          new Loading(folder).stack(Loading.service("")).stack("services:\n  app: {tty: maybe}\n");
      assertThat(loading.errors())
          .containsExactly(
              "stack1.yml:2:14: services.app.tty: expected true or false, found the text \"maybe\"");
    }
  }
}
