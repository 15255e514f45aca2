package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredStack;
import dev.skep.model.Tree;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A file with every key, against the bodies that {@code docker stack deploy} of client 28.2.2 sent
 * for it. Recorded with sorted fields, without what says nothing (null, 0, "", {}) and without the
 * ids of configs and secrets; where nothing but an id is sent, the name stands for it.
 */
class DockerCliTest {
  @Test
  void everyKeyIsSentAsTheDockerCliSendsIt() throws IOException, URISyntaxException {
    var folder = Path.of(getClass().getResource("/every-key").toURI());
    var result = new Manifests()
        .load(new LoadRequest(
            List.of(folder.resolve("stack/compose.yaml")),
            Optional.of("st"),
            Map.of("HOME", "/root"),
            false,
            folder));
    assertThat(result.isValid() ? List.of() : result.getError().asJava()).isEmpty();
    var sent = Files.readAllLines(folder.resolve("docker-28.2.2.txt"));
    assertThat(bodies(result.get().stack()))
        .containsExactlyInAnyOrderElementsOf(
            sent.stream().map(line -> line.replace("BASE", folder.toString())).toList());
  }

  /** To the engine a part that is empty is another one than none. */
  @Test
  void partsThatSayNothingAreSentAsTheDockerCliSendsThem(@TempDir Path folder) {
    var spec = new Loading(folder).stack("services: {app: {image: app}}").spec("app");
    assertThat(spec.canonical()).isEqualTo("""
        {"EndpointSpec":{},\
        "Labels":{"com.docker.stack.image":"app","com.docker.stack.namespace":"shop"},\
        "Mode":{"Replicated":{}},\
        "Name":"shop_app",\
        "TaskTemplate":{"ContainerSpec":{"Image":"app:latest",\
        "Labels":{"com.docker.stack.namespace":"shop"},\
        "Privileges":{}},\
        "Networks":[{"Aliases":["app"],"Target":"shop_default"}],\
        "Placement":{},\
        "Resources":{}}}""");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      healthcheck: {interval: 0s}                       | ContainerSpec.Healthcheck
      dns: []                                           | ContainerSpec.DNSConfig
      dns_search: []                                    | ContainerSpec.DNSConfig
      deploy: {resources: {limits: {}}}                 | Resources.Limits
      deploy: {resources: {reservations: {cpus: "0"}}}  | Resources.Reservations
      """)
  void soIsAPartThatIsThereAndSaysNothing(String key, String part, @TempDir Path folder) {
    var spec =
        new Loading(folder).stack("services: {app: {image: app, " + key + "}}").spec("app");
    var path = ("TaskTemplate." + part).split("\\.");
    assertThat(spec.at(path)).contains(Tree.Obj.EMPTY);
    var without = new Loading(folder).stack("services: {app: {image: app}}").spec("app");
    assertThat(without.at(path)).isEmpty();
  }

  private static List<String> bodies(DesiredStack stack) {
    var out = new ArrayList<String>();
    stack.networks().values().stream()
        .filter(n -> !n.external())
        .forEach(
            n -> out.add("networks " + said(n.spec().without("CheckDuplicate")).canonical()));
    stack.services().values().forEach(s -> out.add("services " + said(s.spec()).canonical()));
    for (var payload : stack.payloads()) {
      if (payload.external()) continue;
      var body = payload
          .extra()
          .with("Name", Tree.of(payload.name()))
          .with("Labels", Tree.strings(payload.labels()))
          .with("Data", Tree.of(Base64.getEncoder().encodeToString(payload.content())));
      out.add(payload.kind().name().toLowerCase(Locale.ROOT) + "s " + said(body).canonical());
    }
    return out;
  }

  private static Tree said(Tree tree) {
    return switch (tree) {
      case Tree.Obj o -> {
        var fields = new LinkedHashMap<String, Tree>();
        o.fields().forEach((name, value) -> {
          if (!value.blank()) fields.put(name, said(value));
        });
        yield new Tree.Obj(fields);
      }
      case Tree.Arr a ->
        new Tree.Arr(a.items().stream().map(DockerCliTest::said).toList());
      case Tree other -> other;
    };
  }
}
