package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload;
import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadsTest {
  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void files() {
    loading = new Loading(folder).file("conf/a.txt", "from file").variable("PASS", "from variable");
  }

  private List<DesiredPayload> payloads(String text) {
    return loading.stack(Loading.service("") + text).desired().payloads();
  }

  @Test
  void takeContentFromFileTextOrVariable() {
    var payloads = payloads("""
        configs:
          a: {file: conf/a.txt}
          b: {content: "text of $PASS"}
        secrets:
          c: {environment: PASS}
        """);
    assertThat(payloads)
        .extracting(DesiredPayload::name)
        .containsExactly("shop_a", "shop_b", "shop_c");
    assertThat(payloads)
        .extracting(p -> new String(p.content(), StandardCharsets.UTF_8))
        .containsExactly("from file", "text of from variable", "from variable");
    assertThat(payloads.getLast().kind()).isEqualTo(DesiredPayload.Kind.SECRET);
  }

  @Test
  void thatAreExternalKeepTheirName() {
    var payloads = payloads("configs: {a: {external: true}, b: {external: true, name: c}}");
    assertThat(payloads).extracting(DesiredPayload::name).containsExactly("a", "c");
    assertThat(payloads).allMatch(DesiredPayload::external);
  }

  @Test
  void withoutOneSourceAreRefused() {
    loading.stack(Loading.service("")
        + "configs:\n  a: {}\n  b: {file: conf/a.txt, content: x}\n  c: {content: ''}\n"
        + "  d: {external: true, file: x}\n  e: {environment: NO}\n");
    assertThat(loading.errors())
        .containsExactly(
            "stack.yml:5:3: configs.a: has no content; write file: PATH, content: TEXT, environment:"
                + " NAME, or external: true",
            "stack.yml:6:3: configs.b: has more than one source of content; keep one of them",
            "stack.yml:7:7: configs.c.content: has 0 bytes; a config has 1 to 1024000",
            "stack.yml:8:23: configs.d.file: cannot stand beside external; delete one of the two",
            "stack.yml:9:7: configs.e.environment: the variable NO is not set; give it a value");
  }

  @Test
  void areNamedInFullByTheServicesThatUseThem() {
    var text = Loading.service("configs: [{source: a, target: /etc/a, mode: '0440'}, b]")
        + "configs: {a: {content: x}, b: {content: y, name: bee}}\n";
    assertThat(loading
            .stack(text)
            .spec("app")
            .at("TaskTemplate", "ContainerSpec", "Configs")
            .orElseThrow()
            .canonical())
        .isEqualTo("[{\"ConfigName\":\"bee\",\"File\":{\"GID\":\"0\",\"Mode\":292,\"Name\":\"b\","
            + "\"UID\":\"0\"}},{\"ConfigName\":\"shop_a\",\"File\":{\"GID\":\"0\",\"Mode\":288,"
            + "\"Name\":\"/etc/a\",\"UID\":\"0\"}}]");
  }

  /** With the name for the id, which only the engine knows. */
  private String container(String lines, String... path) {
    var text = Loading.service(lines)
        + "configs: {a: {content: x}, gmsa: {external: true, name: account}}\n";
    return ((Tree.Obj)
            loading.stack(text).spec("app").at("TaskTemplate", "ContainerSpec").get())
        .at(path)
        .orElseThrow()
        .canonical();
  }

  @Test
  void mayBeWhatAWindowsAccountIsReadFrom() {
    var lines = "credential_spec: {config: gmsa}\nconfigs: [a]";
    assertThat(container(lines, "Privileges"))
        .isEqualTo("{\"CredentialSpec\":{\"Config\":\"account\"}}");
    assertThat(container(lines, "Configs"))
        .isEqualTo(
            "[{\"ConfigName\":\"account\",\"Runtime\":{}},{\"ConfigName\":\"shop_a\",\"File\":"
                + "{\"GID\":\"0\",\"Mode\":292,\"Name\":\"a\",\"UID\":\"0\"}}]");
  }

  @Test
  void thatAnAccountIsReadFromMustBeDeclaredAndBeTheOnlySource() {
    loading.stack(Loading.service("credential_spec: {config: gmas, file: x.json}")
        + "configs: {gmsa: {external: true}}\n");
    assertThat(loading.errors())
        .containsExactly(
            "stack.yml:4:23: services.app.credential_spec.config: undefined config \"gmas\", declare"
                + " it under the top-level `configs:`; did you mean \"gmsa\"?",
            "stack.yml:4:37: services.app.credential_spec: has config and file; keep one of them");
  }
}
