package dev.skep.controller.docker;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The name of an image as it stands in a service spec, such as {@code reg.example:5000/a/b:1}. */
record ImageName(String text) {
  private static final String USUAL = "docker.io";

  /** Where it is kept; Docker takes a first part without dot, port or capital for a folder. */
  String registry() {
    int slash = text.indexOf('/');
    var first = slash < 0 ? "" : text.substring(0, slash);
    boolean host = first.contains(".")
        || first.contains(":")
        || first.equals("localhost")
        || !first.equals(first.toLowerCase(Locale.ROOT));
    return host ? first : USUAL;
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
