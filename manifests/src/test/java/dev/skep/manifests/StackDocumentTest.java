package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredStack;
import dev.skep.model.SpecPart;
import dev.skep.model.StackPolicy;
import dev.skep.model.StackPolicy.Ignore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackDocumentTest {
  static final String HEAD =
      "apiVersion: skep.dev/v1\nkind: Stack\nmetadata: {name: shop}\nspec:\n";

  @TempDir
  Path folder;

  Loading files;

  @BeforeEach
  void compose() {
    files = new Loading(folder);
    files.file("prod/shop/compose.yaml", Loading.service(""));
  }

  /** The lines begin in line 5 of the document. */
  private StackDocumentTest spec(String lines) {
    return document(HEAD + lines.stripTrailing().indent(2));
  }

  private StackDocumentTest document(String text) {
    files.file("prod/shop/stack.yaml", text);
    return this;
  }

  private Repository.Content read() {
    return Repositories.readAll(folder, folder.resolve("prod/shop"));
  }

  private DesiredStack stack() {
    assertThat(Repositories.broken(folder, read())).isEmpty();
    return read().stacks().get(folder.resolve("prod/shop")).stack();
  }

  private String image() {
    return stack()
        .services()
        .get("app")
        .spec()
        .text("TaskTemplate", "ContainerSpec", "Image")
        .get();
  }

  private void refuses(String... errors) {
    assertThat(Repositories.broken(folder, read()))
        .containsExactly(List.of(errors).stream()
            .map(e -> "@/prod/shop = @/prod/shop/" + e)
            .toArray(String[]::new));
  }

  @Nested
  class Compose {
    @Test
    void isTheOneFileBesideTheDocumentUnlessItIsNamed() {
      document(HEAD);
      assertThat(stack().name()).isEqualTo("shop");
      assertThat(stack().policy()).isEqualTo(StackPolicy.DEFAULT);
    }

    @Test
    void namedFilesAreMergedInTheirOrderFromAnywhereInTheRepository() {
      files.file("stacks/shop/base.yaml", "services: {app: {image: app:1, env_file: e.env}}\n");
      files.file("stacks/shop/e.env", "A=1\n");
      files.file("prod/shop/prod.yaml", "services: {app: {image: app:2}}\n");
      spec("compose: [../../stacks/shop/base.yaml, prod.yaml]");
      assertThat(image()).isEqualTo("app:2");
      assertThat(stack().services().get("app").spec().array("TaskTemplate", "ContainerSpec", "Env"))
          .hasSize(1);
    }

    @Test
    void theFileBesideTheDocumentIsNoSecondStack() {
      files.file("prod/shop/docker-stack.yml", "services: {app: {image: app:3}}\n");
      spec("compose: [docker-stack.yml]");
      assertThat(image()).isEqualTo("app:3");
    }

    @Test
    void severalBesideTheDocumentAreNoAnswer() {
      files.file("prod/shop/docker-stack.yml", "services: {app: {image: app:3}}\n");
      document(HEAD);
      refuses("stack.yaml:4:1: spec.compose is missing, and beside the document are compose.yaml"
          + " and docker-stack.yml; write compose: [PATH]");
    }

    @Test
    void noneBesideTheDocumentIsNoAnswer() throws IOException {
      Files.delete(folder.resolve("prod/shop/compose.yaml"));
      document(HEAD);
      refuses("stack.yaml:4:1: spec.compose is missing, and beside the document is no Compose"
          + " file; write compose: [PATH]");
    }

    @Test
    void problemsOfTheFilesAndOfTheDocumentAreToldTogether() {
      files.file("prod/shop/compose.yaml", "services: {app: {imgae: a}}\n");
      spec("dependson: [x]");
      refuses(
          "compose.yaml:1:12: services.app: image is missing; write image: NAME:TAG",
          "compose.yaml:1:18: services.app.imgae: unknown key; did you mean image?",
          "stack.yaml:5:3: spec.dependson: unknown key; did you mean dependsOn?");
    }
  }

  @Nested
  class Paths {
    @Test
    void leadNowhereOutsideOfTheRepository() throws IOException {
      var outside = Files.createTempFile("compose", ".yaml");
      Files.createSymbolicLink(folder.resolve("prod/shop/link.yaml"), outside);
      spec("""
          compose:
            - ../../../x.yaml
            - /etc/passwd
            - ~/x.yaml
            - link.yaml
            - https://example.com/compose.yaml
            - git@example.com:infra.git
          """);
      refuses(
          "stack.yaml:6:7: spec.compose: the file \"../../../x.yaml\" lies outside of the"
              + " repository; put it inside",
          "stack.yaml:7:7: spec.compose: \"/etc/passwd\" is absolute, and would differ from machine"
              + " to machine; write it relative to stack.yaml",
          "stack.yaml:8:7: spec.compose: \"~/x.yaml\" is absolute, and would differ from machine to"
              + " machine; write it relative to stack.yaml",
          "stack.yaml:9:7: spec.compose: the file \"link.yaml\" lies outside of the repository; put"
              + " it inside",
          "stack.yaml:10:7: spec.compose: \"https://example.com/compose.yaml\" is a URL; only files"
              + " of the repository are read, add it",
          "stack.yaml:11:7: spec.compose: \"git@example.com:infra.git\" is a URL; only files of the"
              + " repository are read, add it");
      Files.delete(outside);
    }

    @Test
    void areTextsOfFilesEachOnce() {
      files.file("prod/shop/v.yaml", "A: 1\n");
      spec("""
          compose: [compose.yaml, ./compose.yaml, no.yaml, ., {a: b}, "a\\0b"]
          values: [v.yaml, v.yaml, no.yaml]
          """);
      refuses(
          "stack.yaml:5:27: spec.compose: \"./compose.yaml\" stands here twice; keep one",
          "stack.yaml:5:43: spec.compose: the file \"no.yaml\" does not exist; it was looked for at"
              + " @/prod/shop/no.yaml",
          "stack.yaml:5:52: spec.compose: the file \".\" is not a regular file",
          "stack.yaml:5:55: spec.compose: expected a text, found a mapping",
          "stack.yaml:5:63: spec.compose: \"a\0b\" is not a path",
          "stack.yaml:6:20: spec.values: \"v.yaml\" stands here twice; keep one",
          "stack.yaml:6:28: spec.values: the file \"no.yaml\" does not exist; it was looked for at"
              + " @/prod/shop/no.yaml");
    }

    @Test
    void areListsThatNameSomethingButNotTooMuch() {
      spec("compose: []\nvalues: [" + "a, ".repeat(17) + "]");
      refuses(
          "stack.yaml:5:3: spec.compose: an empty list; name something, or delete it",
          "stack.yaml:6:3: spec.values: more than 16 of them; make them fewer");
      spec("compose: compose.yaml");
      refuses("stack.yaml:5:12: spec.compose: expected a list (- item), found the text"
          + " \"compose.yaml\"");
    }
  }

  @Nested
  class Values {
    @BeforeEach
    void image() {
      files.file("prod/shop/compose.yaml", "services: {app: {image: \"app:${TAG}\"}}\n");
      spec("values: [v.yaml, w.yaml]");
      files.file("prod/shop/w.yaml", "OTHER: 1\n");
    }

    @Test
    void areTextsAsTheyAreWritten() {
      for (var written : List.of("1.10", "0755", "2026-01-02", "1e3", "on")) {
        files.file("prod/shop/v.yaml", "TAG: " + written + "\n");
        assertThat(StackDocumentTest.this.image()).isEqualTo("app:" + written);
      }
    }

    @Test
    void ofLaterFilesWin() {
      files.file("prod/shop/v.yaml", "TAG: 1\n").file("prod/shop/w.yaml", "TAG: 2\n");
      assertThat(StackDocumentTest.this.image()).isEqualTo("app:2");
    }

    @Test
    void andNothingElseFillVariables() {
      files.file("prod/shop/v.yaml", "OTHER: 1\n");
      var variables = Map.of("TAG", "1");
      var request = new Repository.Request(
          folder, folder.resolve("prod/shop"), Optional.empty(), variables, false);
      assertThat(Repositories.broken(folder, Repository.read(request)))
          .containsExactly("@/prod/shop = @/prod/shop/compose.yaml:1:25: the variable TAG is not"
              + " set; give it a value, or write a default, ${TAG:-default}");
    }

    @Test
    void areFlat() {
      files.file("prod/shop/v.yaml", "TAG: {a: b}\nB: [1]\nC:\nd-e: 1\n1a: 2\n");
      refuses(
          "v.yaml:1:6: TAG: expected one value, found a mapping; a values file is flat, write one"
              + " NAME: VALUE a line",
          "v.yaml:2:4: B: expected one value, found a list; a values file is flat, write one NAME:"
              + " VALUE a line",
          "v.yaml:3:3: C: has no value; write \"\" for an empty text",
          "v.yaml:4:1: \"d-e\" is no name of a variable; write letters, digits and _, no digit"
              + " first",
          "v.yaml:5:1: \"1a\" is no name of a variable; write letters, digits and _, no digit"
              + " first");
    }

    @Test
    void areNotDecrypted() {
      files.file("prod/shop/v.yaml", "TAG: ENC[x]\nsops: {mac: x}\n");
      refuses("v.yaml:2:1: sops: the file is encrypted with SOPS, which is not supported yet; take"
          + " it out of spec.values, and make its contents Docker secrets");
    }

    @Test
    void areOneMappingInOneDocument() {
      files.file("prod/shop/v.yaml", "- a\n").file("prod/shop/w.yaml", "");
      refuses(
          "v.yaml:1:1: not a values file: expected a mapping of names to values, found a list",
          "w.yaml:1:1: the file is empty; write NAME: VALUE, or delete the file");
      files.file("prod/shop/v.yaml", "TAG: 1\n---\nTAG: 2\n").file("prod/shop/w.yaml", "A: 1\n");
      refuses("v.yaml:3:1: a second document; put one document in a file, and delete the `---`");
    }
  }

  @Nested
  class Policy {
    @Test
    void isThatOfTheStack() {
      spec("""
          dependsOn: [db, mail]
          suspend: true
          prune: false
          selfHeal: false
          ignore:
            - {service: app, fields: [replicas, env]}
            - {service: "*", fields: [labels]}
          """);
      assertThat(stack().policy())
          .isEqualTo(new StackPolicy(
              Set.of("db", "mail"),
              true,
              false,
              50,
              false,
              List.of(
                  new Ignore("app", Set.of(SpecPart.REPLICAS, SpecPart.ENV)),
                  new Ignore("*", Set.of(SpecPart.LABELS)))));
    }

    @Test
    void ignoresTheFieldsOfAPartInTheServicesThatItNames() {
      spec("ignore: [{service: app, fields: [placement]}, {service: '*', fields: [labels]}]");
      var policy = stack().policy();
      assertThat(policy.ignores("app", "TaskTemplate.Placement.Constraints")).isTrue();
      assertThat(policy.ignores("app", "TaskTemplate.PlacementX")).isFalse();
      assertThat(policy.ignores("db", "TaskTemplate.Placement")).isFalse();
      assertThat(policy.ignores("db", "Labels.a")).isTrue();
    }

    @Test
    void hasValuesOfTheirKinds() {
      spec("""
          dependsOn: [db, db, [x]]
          suspend: maybe
          prune: 2
          selfHeal: []
          ignore: {}
          """);
      refuses(
          "stack.yaml:5:19: spec.dependsOn: db stands here twice; keep one",
          "stack.yaml:5:23: spec.dependsOn: expected a text, found a list",
          "stack.yaml:6:12: spec.suspend: expected true or false, found the text \"maybe\"",
          "stack.yaml:7:10: spec.prune: expected true or false, found the number 2",
          "stack.yaml:8:13: spec.selfHeal: expected true or false, found a list",
          "stack.yaml:9:11: spec.ignore: expected a list (- item), found a mapping");
    }

    @Test
    void ignoresKnownFieldsOfKnownServices() {
      spec("""
          ignore:
            - {service: apq, fields: [environment, env, env]}
            - {service: app, fields: [nonsense], field: [x]}
            - {fields: []}
            - app
          """);
      var known = "replicas, image, entrypoint, command, env, labels, mounts, configs, secrets,"
          + " networks, ports, resources, placement, healthcheck, logging, restart, update";
      refuses(
          "stack.yaml:6:17: spec.ignore.service: there is no service \"apq\"; did you mean app?",
          "stack.yaml:6:31: spec.ignore.fields: \"environment\" is no field that can be ignored; did"
              + " you mean env?",
          "stack.yaml:6:49: spec.ignore.fields: env stands here twice; keep one",
          "stack.yaml:7:31: spec.ignore.fields: \"nonsense\" is no field that can be ignored; write"
              + " one of " + known,
          "stack.yaml:7:42: spec.ignore.field: unknown key; did you mean fields?",
          "stack.yaml:8:7: spec.ignore.service is missing; name one, or write \"*\" for all",
          "stack.yaml:8:8: spec.ignore.fields is missing; name some of " + known,
          "stack.yaml:9:7: spec.ignore: expected a mapping (key: value), found the text \"app\"");
    }
  }

  @Nested
  class Heads {
    @Test
    void areComplete() {
      document("apiVersion: v2\n");
      refuses(
          "stack.yaml:1:1: apiVersion: expected skep.dev/v1, found \"v2\"",
          "stack.yaml:1:1: kind is missing; write kind: Stack",
          "stack.yaml:1:1: metadata.name is missing; write metadata: {name: NAME}");
      document("apiVersion: skep.dev/v1\nkind: Stak\nmetadata: {nam: x}\nspecs: {}\n");
      refuses(
          "stack.yaml:2:1: kind: expected Stack, found \"Stak\"",
          "stack.yaml:3:11: metadata.name is missing; write metadata: {name: NAME}",
          "stack.yaml:3:12: metadata.nam: unknown key; did you mean name?",
          "stack.yaml:4:1: specs: unknown key; did you mean spec?");
    }

    @Test
    void haveANameThatAStackCanHave() {
      document(HEAD.replace("shop", "_shop"));
      refuses("stack.yaml:3:12: the stack name \"_shop\" cannot be used; write letters, digits, -"
          + " and _, a letter or digit first, at most 61 characters");
      document(HEAD.replace("shop", "[shop]"));
      refuses("stack.yaml:3:18: metadata.name: expected a text, found a list");
      document(HEAD.replace("shop", "''"));
      refuses("stack.yaml:3:12: metadata.name is missing; write metadata: {name: NAME}");
    }

    @Test
    void knowTheirKeys() {
      document(HEAD.replace("metadata", "zzzzzzzz: 1\nmetadata") + "  yyyyyyyy: 1\n");
      refuses(
          "stack.yaml:3:1: zzzzzzzz: unknown key; delete it, or write one of apiVersion, kind,"
              + " metadata, spec",
          "stack.yaml:6:3: spec.yyyyyyyy: unknown key; delete it, or write one of compose, values,"
              + " dependsOn, suspend, prune, selfHeal, ignore");
    }

    @Test
    void saySoIfTheFileIsSomethingElse() {
      document(Loading.service(""));
      refuses("stack.yaml:1:1: a Compose file where a Stack document is wanted; rename it to"
          + " compose.yaml, or write a document that names it under spec.compose");
      document("services");
      refuses("stack.yaml:1:1: not a Stack document: expected a mapping with `kind: Stack`, found"
          + " the text \"services\"");
      document("");
      refuses("stack.yaml:1:1: the file is empty; a Stack document has apiVersion, kind, metadata"
          + " and spec");
      document(HEAD + "---\n" + HEAD);
      refuses(
          "stack.yaml:6:1: a second document; put one document in a file, and delete the `---`");
      document("apiVersion: [\n");
      refuses(
          "stack.yaml:2:1: not valid YAML: while parsing a flow node, expected the node content,"
              + " but found '<stream end>'");
    }

    @Test
    void standAlone() {
      spec("compose: [stack.yaml]");
      refuses("stack.yaml:1:1: a Stack document where a Compose file is wanted; a document is not"
          + " merged with other files, name its Compose files instead");
      files.file("prod/shop/stack.yml", HEAD);
      assertThat(Repositories.broken(folder, read()))
          .containsExactly("@/prod/shop = @/prod/shop/stack.yaml:1:1: the folder holds stack.yaml"
              + " and stack.yml; keep one of them");
    }
  }

  @Test
  void aFileThatIsNamedItselfIsADocumentByItsContent() {
    files.file("prod/shop/any.yml", HEAD).file("prod/shop/other/stack.yml", Loading.service(""));
    var named = Repositories.read(folder, folder.resolve("prod/shop/any.yml"));
    assertThat(Repositories.names(named)).containsExactly("shop");
    var compose = Repositories.read(folder, folder.resolve("prod/shop/other/stack.yml"));
    assertThat(Repositories.names(compose)).containsExactly("other");
  }

  @Test
  void anotherNameThanTheDocumentsIsRefused() {
    document(HEAD);
    var request = new Repository.Request(
        folder, folder.resolve("prod/shop"), Optional.of("blog"), Map.of(), true);
    assertThat(Repositories.broken(folder, Repository.read(request)))
        .containsExactly(
            "@/prod/shop = @/prod/shop/stack.yaml:3:12: metadata.name: names the stack,"
                + " which was asked for as \"blog\"; leave that name out");
  }
}
