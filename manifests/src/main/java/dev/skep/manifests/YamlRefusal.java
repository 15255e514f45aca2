package dev.skep.manifests;

/** Ends the reading of one file at a limit; never leaves {@link YamlReader}. */
final class YamlRefusal extends RuntimeException {
  private final transient Place place;

  YamlRefusal(Place place, String message) {
    super(message, null, false, false);
    this.place = place;
  }

  Place place() {
    return place;
  }
}
