package dev.skep.controller.docker;

import dev.skep.model.RegistryHost;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The name of an image as it stands in a service spec, such as {@code reg.example:5000/a/b:1}. */
record ImageName(String text) {
  private static final String USUAL = "docker.io";

  /** Where it is kept. */
  String registry() {
    return RegistryHost.of(text).orElse(USUAL);
  }

  String login() {
    return registry().equals(USUAL) ? "docker login" : "docker login " + registry();
  }

  /** Escaped but for its slashes, which the engine takes as they are. */
  String steps() {
    return Arrays.stream(text.split("/", -1)).map(Query::step).collect(Collectors.joining("/"));
  }

  @Override
  public String toString() {
    return text;
  }
}
