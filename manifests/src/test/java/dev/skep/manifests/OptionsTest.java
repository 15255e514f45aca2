package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Tree;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An option is often its name alone: a network with {@code encrypted: ""} is encrypted. */
class OptionsTest {
  private static final String ALONE = "{\"a\":\"\"}";

  @TempDir
  Path folder;

  private Rendered load(String lines, String top) {
    return new Loading(folder).stack(Loading.service(lines) + top).rendered();
  }

  private Tree.Obj task(String lines, String top) {
    return load(lines, top).stack().services().get("app").spec().object("TaskTemplate");
  }

  private static Tree.Obj first(List<Tree> items) {
    return (Tree.Obj) items.getFirst();
  }

  @Test
  void ofNetworksNeedNoValue() {
    var networks = load("", "networks: {default: {driver_opts: {encrypted: \"\"}}}")
        .stack()
        .networks();
    assertThat(networks.get("default").spec().object("Options").canonical())
        .isEqualTo("{\"encrypted\":\"\"}");
  }

  @Test
  void ofAttachmentsNeedNoValue() {
    var task = task("networks: {default: {driver_opts: {a: }}}", "");
    assertThat(first(task.array("Networks")).object("DriverOpts").canonical()).isEqualTo(ALONE);
  }

  @Test
  void ofLogsNeedNoValue() {
    var task = task("logging: {options: [a=]}", "");
    assertThat(task.object("LogDriver", "Options").canonical()).isEqualTo(ALONE);
  }

  @Test
  void ofVolumesNeedNoValue() {
    var task = task("volumes: ['v1:/x']", "volumes: {v1: {driver_opts: {a: ''}}}");
    var options = first(task.array("ContainerSpec", "Mounts")).object("VolumeOptions");
    assertThat(options.object("DriverConfig", "Options").canonical()).isEqualTo(ALONE);
  }

  @Test
  void ofSecretsNeedNoValue() {
    var secrets = "secrets: {s: {driver: vault, driver_opts: {a: ''}}}";
    var extra = load("", secrets).stack().payloads().getFirst().extra();
    assertThat(extra.object("Driver", "Options").canonical()).isEqualTo(ALONE);
  }

  @Test
  void areLeftOutWhereThereAreNone() {
    var task = task("logging: {driver: syslog, options: {}}", "");
    assertThat(task.at("LogDriver", "Options")).isEmpty();
  }
}
