package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Word for word what {@code skep render} prints. */
@Timeout(60)
class RenderTest {
  private static final String SECRET = "hunter2-and-more";

  private static final String STACK = """
      services:
        web:
          image: nginx:1.29
          networks: [front]
          configs: [{source: site, target: /etc/nginx/site.conf}]
          environment: {COPY: "x%1$sx"}
          depends_on: {migrate: {condition: service_completed_successfully}}
          deploy: {replicas: 2, update_config: {max_failure_ratio: 0.25}}
        migrate:
          image: app:1
          command: ["db", "upgrade", "--password=%1$s"]
          secrets: [password]
          networks: [front]
          deploy: {labels: {dev.skep.job: "true"}}
          x-skep:
            job:
              backoffLimit: 3
              deadline: 1h30m
              onExitCodes: [{fail: [2, 64-78]}, {ignore: 80}]
              onNodeLost: {retryAfter: 10m}
              runOn: [image, command, secrets]
      networks:
        front: {}
      configs:
        site: {content: "listen 80"}
        shared: {external: true}
      secrets:
        password: {content: %1$s}
      """.formatted(SECRET);

  @TempDir
  Path folder;

  private Path shop;

  @BeforeEach
  void stack() throws IOException {
    shop = Files.writeString(folder.resolve("shop.stack.yml"), STACK);
  }

  private CommandRun render(String... arguments) {
    return CommandRun.of(
        Stream.concat(Stream.of("render"), Stream.of(arguments)).toList());
  }

  private static String expected(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/dev/skep/controller/cli", name));
  }

  @Test
  void isYamlByName() throws IOException {
    var run = render(shop.toString());
    assertThat(run.problems()).isEmpty();
    assertThat(run.out()).isEqualTo(expected("rendered.yaml"));
    assertThat(run.exit()).isEqualTo(Exit.DONE);
  }

  @Test
  void isJsonOfTheSameFields() throws IOException {
    var run = render(shop.toString(), "-o", "json");
    assertThat(run.problems()).isEmpty();
    assertThat(new ObjectMapper().readTree(run.out()))
        .isEqualTo(new ObjectMapper()
            .valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(expected("rendered.yaml"))));
    assertThat(run.out()).startsWith("{\n  \"apiVersion\" : \"skep.dev/v1\",\n");
  }

  @Test
  void holdsNothingOfASecret() {
    var base64 = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
    for (var format : List.of("yaml", "json")) {
      var out = render(shop.toString(), "-o", format).out();
      assertThat(out).contains("x********x", "--password=********");
      assertThat(out).doesNotContain(SECRET, base64, "listen 80");
    }
  }

  @Test
  void doesNotDependOnTheOrderInTheFile() throws IOException {
    var out = render(shop.toString()).out();
    var web = STACK.indexOf("  web:");
    var migrate = STACK.indexOf("  migrate:\n");
    var networks = STACK.indexOf("networks:\n");
    var turned = STACK.substring(0, web)
        + STACK.substring(migrate, networks)
        + STACK.substring(web, migrate)
        + STACK.substring(networks);
    Files.writeString(shop, turned);
    assertThat(render(shop.toString()).out()).isEqualTo(out).isNotEmpty();
  }

  @Test
  void ofAFolderIsADocumentAStack() throws IOException {
    Files.writeString(folder.resolve("blog.stack.yml"), "services: {web: {image: busybox}}\n");
    var yaml = render(folder.toString()).out();
    assertThat(yaml).contains("---\n" + expected("rendered.yaml")).startsWith("apiVersion: ");
    assertThat(yaml.split("(?m)^---\n")).hasSize(2);
    assertThat(yaml.indexOf("name: blog")).isLessThan(yaml.indexOf("name: shop"));
  }

  @Test
  void isNothingWhileAStackIsWrong() throws IOException {
    var bad = folder.resolve("bad.stack.yml");
    Files.writeString(bad, "services: {web: {image: busybox, tty: perhaps}}\n");
    var run = render(folder.toString());
    assertThat(run.problems())
        .containsExactly(
            bad + ":1:39: services.web.tty: expected true or false, found the text \"perhaps\"");
    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.BAD_INPUT);
  }

  @Test
  void knowsTwoFormats() {
    assertThat(render(shop.toString(), "-o", "toml").problems())
        .containsExactly("skep: 'toml' is none of yaml|json", "See: skep render --help");
  }
}
