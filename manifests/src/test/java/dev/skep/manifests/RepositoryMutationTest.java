package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged documents, settings, values and files that others name: each ends in stacks or in problems with a place. */
class RepositoryMutationTest {
  private static final Map<String, String> GOOD = Map.of(
      "prod/shop/more.yaml",
      """
      services:
        app:
          extends: {file: ../common/extended.yaml, service: first}
          hostname: !reset a
          env_file: !override [e.env]
      """,
      "common/extended.yaml",
      """
      services:
        first:
          extends: second
          env_file: [e.env, {path: no.env, required: false}]
          volumes:
            - ./data:/data
            - {type: bind, source: x, target: /x}
        second:
          extends: {service: third, file: ../common/extended.yaml}
          user: !reset root
          dns: [!reset a, b]
        third:
          image: "third:${TAG}"
          environment:
            - A=1
      """,
      "prod/skep.yml",
      """
      owner: infra-prod
      maxPrune: 20%
      stacks:
        - shop
        - ../base/compose.yaml
      """,
      "prod/shop/stack.yaml",
      """
      apiVersion: skep.dev/v1
      kind: Stack
      metadata:
        name: shop
      spec:
        compose: [../../base/compose.yaml, more.yaml]
        values:
          - v.yaml
          - ../../base/v.yaml
        dependsOn: [db]
        suspend: false
        prune: true
        selfHeal: true
        ignore:
          - service: app
            fields: [replicas, env]
          - {service: "*", fields: [labels]}
      """,
      "prod/shop/v.yaml",
      """
      TAG: 1.10
      PORT: 80
      TEXT: "a b"
      LONG: |
        two
        lines
      """);

  @TempDir
  Path folder;

  @Test
  void damageNeverGetsPastTheMessages() {
    long seed = Long.getLong("skep.seed", 20_260_102);
    var random = new Random(seed);
    var files = new Loading(folder)
        .file("base/compose.yaml", "services: {app: {image: \"app:${TAG:-1}\"}}\n")
        .file("base/v.yaml", "TAG: 2\n")
        .file("base/e.env", "A=1\n")
        .file("base/x.yaml", "networks: {x: {internal: true}}\n")
        .file("base/y.env", "Y=2\n")
        .file("more/y.env", "Y=1\n")
        .file("more/z.yaml", "networks: {z: {internal: true}}\n")
        .file("common/e.env", "B=1\n");
    GOOD.forEach(files::file);
    assertThat(Repositories.broken(folder, Repositories.read(folder, folder.resolve("prod"))))
        .singleElement()
        .asString()
        .contains("there is no stack \"db\"");
    var names = GOOD.keySet().stream().sorted().toList();
    for (int i = 0; i < Integer.getInteger("skep.mutations", 400); i++) {
      var name = names.get(i % names.size());
      var text = GOOD.get(name);
      for (int n = random.nextInt(3); n >= 0; n--) text = MutationTest.damaged(text, random);
      files.file(name, text);
      long before = Loading.cpuMillis();
      var content = Repositories.read(folder, folder.resolve("prod"));
      assertThat(Loading.cpuMillis() - before)
          .as("seed %d, file %d, milliseconds", seed, i)
          .isLessThan(1_000);
      assertThat(content.stacks().size() + content.broken().size()).isPositive();
      assertThat(content.broken().values().stream().flatMap(List::stream))
          .as("seed %d, file %d, %s:%n%s", seed, i, name, text)
          .allMatch(p -> p.place().file().startsWith(folder.toString()))
          .allMatch(p -> p.place().line() > 0 && p.place().column() > 0)
          .noneMatch(p -> p.message().contains("a defect in Skep"));
      files.file(name, GOOD.get(name));
    }
  }
}
