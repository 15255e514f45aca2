package dev.skep.controller.oneoff;

import dev.skep.model.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What shall run, as a command line says it.
 *
 * @param name of the service
 * @param labels of the service
 * @param login nodes get the login of the image's registry
 */
public record Request(
    String name,
    Program program,
    List<String> networks,
    List<Tree.Obj> mounts,
    List<PayloadUse> payloads,
    List<String> constraints,
    Resources resources,
    Map<String, String> labels,
    boolean login,
    Care care) {

  public Request {
    networks = List.copyOf(networks);
    mounts = List.copyOf(mounts);
    payloads = List.copyOf(payloads);
    constraints = List.copyOf(constraints);
    labels = Map.copyOf(labels);
  }

  /**
   * @param image with a tag or a digest
   * @param entrypoint instead of the image's
   * @param command instead of the image's, if there is any
   * @param env as {@code KEY=value}
   */
  public record Program(
      String image,
      Optional<String> entrypoint,
      List<String> command,
      List<String> env,
      Optional<String> user,
      Optional<String> folder,
      Optional<String> hostname) {
    public Program {
      command = List.copyOf(command);
      env = List.copyOf(env);
    }
  }

  /** In billionths of a CPU, and in bytes. */
  public record Resources(
      OptionalLong limitCpus,
      OptionalLong limitMemory,
      OptionalLong reservedCpus,
      OptionalLong reservedMemory) {}

  /** Who looks after it once it runs. */
  public sealed interface Care {
    /**
     * The command itself, which waits for its end and removes it.
     *
     * @param ttl after which a controller may take it for left behind; empty if it is to stay
     */
    record Attached(Optional<Duration> ttl) implements Care {}

    /**
     * A controller, if there is one.
     *
     * @param retries by the engine, since nobody else would
     * @param ttl how long it is kept after its end
     */
    record Detached(int retries, String ttl) implements Care {}
  }
}
