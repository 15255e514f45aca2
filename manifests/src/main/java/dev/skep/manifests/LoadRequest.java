package dev.skep.manifests;

import dev.skep.model.StackPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to load and how.
 *
 * @param files one or more, later ones merged into the first; relative paths inside them are read
 *     from the first one's folder
 * @param stackName the stack's name; else the file's {@code name:}, else its folder's name
 * @param variables the only source of values for {@code ${…}} and for environment entries without
 *     one; also {@code HOME} for {@code ~} and {@code COMPOSE_PROFILES}
 * @param strict for the controller: an unset variable is an error, and no file outside of the
 *     root is read. Otherwise as on a terminal: it is empty, with a warning
 * @param root what referenced files must lie in when strict
 * @param policy how the stack is to be kept, of which Compose files say nothing
 */
public record LoadRequest(
    List<Path> files,
    Optional<String> stackName,
    Map<String, String> variables,
    boolean strict,
    Path root,
    StackPolicy policy) {

  /** For a stack that is kept as usual. */
  public LoadRequest(
      List<Path> files,
      Optional<String> stackName,
      Map<String, String> variables,
      boolean strict,
      Path root) {
    this(files, stackName, variables, strict, root, StackPolicy.DEFAULT);
  }

  public LoadRequest {
    files = List.copyOf(files);
    variables = Map.copyOf(variables);
    if (files.isEmpty()) throw new IllegalArgumentException("no file to load");
  }
}
