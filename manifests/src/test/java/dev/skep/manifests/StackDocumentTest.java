package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The document as such; what its parts may say is tested in classes of their own. */
class StackDocumentTest extends StackDocuments {
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
            + " dependsOn, suspend, prune, selfHeal, ignore, progressDeadline");
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
    refuses("stack.yaml:6:1: a second document; put one document in a file, and delete the `---`");
    document("apiVersion: [\n");
    refuses("stack.yaml:2:1: not valid YAML: while parsing a flow node, expected the node content,"
        + " but found '<stream end>'");
  }

  @Test
  void standAlone() {
    spec("compose: [stack.yaml]");
    readerRefuses(
        "stack.yaml:1:1: a Stack document where a Compose file is wanted; a document is not"
            + " merged with other files, name its Compose files instead");
    files.file("prod/shop/stack.yml", HEAD);
    assertThat(Repositories.broken(folder, read()))
        .containsExactly("@/prod/shop = @/prod/shop/stack.yaml:1:1: the folder holds stack.yaml"
            + " and stack.yml; keep one of them");
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
