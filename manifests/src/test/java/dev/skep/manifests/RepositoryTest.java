package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
  private static final String GOOD = Loading.service("");

  @TempDir
  Path folder;

  Loading files;

  @BeforeEach
  void empty() {
    files = new Loading(folder);
  }

  private Repository.Content read() {
    return Repositories.read(folder, folder);
  }

  private List<String> broken() {
    return Repositories.broken(folder, read());
  }

  @Test
  void whatIsWrongWithOneStackIsToldAndTheOthersAreRead() {
    files
        .file("blog/compose.yaml", GOOD)
        .file("mail/compose.yaml", GOOD)
        .file("mail/compose.yml", GOOD)
        .file("shop/compose.yaml", "services:\n  app: {imgae: app:1}\n");
    assertThat(Repositories.names(read())).containsExactly("blog");
    assertThat(broken())
        .containsExactly(
            "@/mail = @/mail/compose.yaml:1:1: the folder holds compose.yaml and compose.yml; keep"
                + " one of them",
            "@/shop = @/shop/compose.yaml:2:3: services.app: image is missing; write image:"
                + " NAME:TAG",
            "@/shop = @/shop/compose.yaml:2:9: services.app.imgae: unknown key; did you mean"
                + " image?");
  }

  @Test
  void stacksOfOneNameAreAllRefusedEachNamingTheOther() {
    files
        .file("blog/compose.yaml", GOOD)
        .file("mail/compose.yaml", "name: Shop\n" + GOOD)
        .file("shop/compose.yaml", GOOD)
        .file("x.stack.yml", "name: blog\n" + GOOD);
    assertThat(Repositories.names(read())).containsExactly("blog", "x");
    assertThat(broken())
        .containsExactly(
            "@/mail = @/mail/compose.yaml:1:1: the stack name \"Shop\" is also that of"
                + " @/shop/compose.yaml:1:1; none of them is used, rename one",
            "@/shop = @/shop/compose.yaml:1:1: the stack name \"shop\" is also that of"
                + " @/mail/compose.yaml:1:1; none of them is used, rename one");
  }

  @Test
  void aNameGivenToTheWholeIsThatOfTheOnlyStack() {
    files.file("blog/compose.yaml", GOOD);
    var request = new Repository.Request(folder, folder, Optional.of("x"), Map.of(), true);
    assertThat(Repositories.names(Repository.read(request))).containsExactly("x");
  }

  @Test
  void theRootIsTheWorkTreeAroundThePathOrElseItsFolder() throws IOException {
    files.file("envs/prod/shop/compose.yaml", GOOD);
    var prod = folder.resolve("envs/prod");
    assertThat(Repository.root(prod)).isEqualTo(prod);
    assertThat(Repository.root(prod.resolve("shop/compose.yaml"))).isEqualTo(prod.resolve("shop"));
    Files.createDirectory(folder.resolve(".git"));
    assertThat(Repository.root(prod)).isEqualTo(folder);
    assertThat(Repository.root(prod.resolve("shop/compose.yaml"))).isEqualTo(folder);
  }

  @Test
  void filesOutsideOfThePathThatPlayAPartAreNamedAlsoMissingOnes() {
    files
        .file("common/nginx.conf", "x")
        .file(
            "prod/shop/compose.yaml",
            GOOD
                + "configs:\n  a: {file: ../../common/nginx.conf}\n  b: {file: ../../common/no}\n");
    assertThat(Repositories.read(folder, folder.resolve("prod")).elsewhere())
        .containsExactlyInAnyOrder(
            folder.resolve("common/nginx.conf"), folder.resolve("common/no"));
  }

  @Test
  void filesThatAreIncludedAndExtendedPlayAPartAndSoDoThoseThatTheyName() {
    files
        .file("common/a.yaml", "services: {a: {extends: {file: b.yaml, service: b}}}")
        .file("common/b.yaml", "services: {b: {env_file: b.env}}")
        .file(
            "prod/shop/compose.yaml",
            "include: [../../more/c.yaml]\n"
                + "services: {app: {image: a, extends: {file: ../../common/a.yaml, service: a}}}")
        .file("more/c.yaml", "configs: {c: {file: c.conf}}");
    assertThat(Repositories.read(folder, folder.resolve("prod")).elsewhere())
        .containsExactlyInAnyOrder(
            folder.resolve("common/a.yaml"),
            folder.resolve("common/b.yaml"),
            folder.resolve("common/b.env"),
            folder.resolve("more/c.yaml"),
            folder.resolve("more/.env"),
            folder.resolve("more/c.conf"));
  }
}
