package dev.skep.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The differences that are meant. Each is a row of docs/compose.md, which says why; all others are
 * mistakes.
 */
enum Deliberate {
  MARKS(
      "labels `dev.skep.owner` and `dev.skep.spec` or `dev.skep.payload`",
      (d, file) -> d.below("Labels")
          && d.path().getLast().matches("dev\\.skep\\.(owner|spec|payload)")
          && d.cli().isMissingNode()),

  /** The engine picks them, at each deployment others. */
  POOL(
      "subnet and number of a network whose file gives none",
      (d, file) ->
          d.object().startsWith("network ") && (d.below("Options", vxlan()) || picked(d, file))),

  JOBS(
      "the service of a job",
      (d, file) -> d.object().startsWith("job ")
          && !d.path().isEmpty()
          && (!d.below("TaskTemplate") || d.below("TaskTemplate", "RestartPolicy"))),

  TMPFS(
      "service-level `tmpfs`",
      (d, file) -> d.below("TaskTemplate", "ContainerSpec", "Mounts")
          && d.cli().isMissingNode()
          && mounts(d.skep()).allMatch(m -> m.path("Type").asText().equals("tmpfs"))),

  OOM(
      "`oom_score_adj`",
      (d, file) ->
          d.below("TaskTemplate", "ContainerSpec", "OomScoreAdj") && d.cli().isMissingNode()),

  DOLLAR("`$?` beside a variable that resolves", "a variable's name must follow the \\$");

  private final String row;
  private final BiPredicate<Difference, StackFile> accepts;
  private final Pattern refusal;

  Deliberate(String row, BiPredicate<Difference, StackFile> accepts) {
    this(row, accepts, "(?!)");
  }

  Deliberate(String row, String refusal) {
    this(row, (d, file) -> false, refusal);
  }

  Deliberate(String row, BiPredicate<Difference, StackFile> accepts, String refusal) {
    this.row = row;
    this.accepts = accepts;
    this.refusal = Pattern.compile(refusal);
  }

  private static String vxlan() {
    return "com.docker.network.driver.overlay.vxlanid_list";
  }

  private static boolean picked(Difference d, StackFile file) {
    return d.below("IPAM", "Config")
        && d.cli().isTextual()
        && !file.mentions(d.cli().asText());
  }

  /** One of them, or all that a service has. */
  private static Stream<JsonNode> mounts(JsonNode skep) {
    return skep.isArray() ? skep.valueStream() : Stream.of(skep);
  }

  /** The first cell of its row. */
  String row() {
    return row;
  }

  /** The one that allows a difference, if there is one. */
  static Optional<Deliberate> of(Difference difference, StackFile file) {
    return Stream.of(values()).filter(d -> d.accepts.test(difference, file)).findFirst();
  }

  /** The one that allows Skep to refuse what the CLI takes, if there is one. */
  static Optional<Deliberate> of(String refusal) {
    return Stream.of(values()).filter(d -> d.refusal.matcher(refusal).find()).findFirst();
  }
}
