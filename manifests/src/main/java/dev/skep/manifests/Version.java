package dev.skep.manifests;

/** The top-level {@code version}, which newer Compose ignores. */
final class Version {
  private Version() {}

  static void check(Fields file, Problems problems) {
    var version = file.text("version").orElse("");
    if (version.isEmpty() || version.equals("3")) return;
    if (version.startsWith("1") || version.startsWith("2")) {
      problems.error(
          file.place("version"),
          "version: " + version + " files cannot be deployed to a Swarm; delete the line, and move"
              + " limits and the like under deploy:");
    } else if (!version.matches("3\\.[0-9]{1,2}")) {
      problems.warning(
          file.place("version"),
          "version: " + Problems.quote(version) + " is not known; delete the line, it is obsolete");
    }
  }
}
