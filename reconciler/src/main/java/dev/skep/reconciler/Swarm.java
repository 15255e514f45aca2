package dev.skep.reconciler;

import dev.skep.model.DesiredPayload;
import dev.skep.model.LockedImage;
import dev.skep.model.ObservedNetwork;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Tree;
import io.vavr.control.Either;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The port to a Docker Swarm: the Engine API as far as Skep needs it. Implementations never throw
 * for what the engine or the network does; every call ends within its deadline. A list of what
 * there is, whole or by labels, that is as it was the last time is the same object, so that what
 * follows from it need not be worked out again. The contract is {@code SwarmContract}, which runs
 * against the fake and against real engines.
 */
public interface Swarm {

  /**
   * @param clusterId the Swarm's id
   * @param nodeName host name of the engine that answers
   * @param apiVersion the negotiated one
   */
  record About(String clusterId, String nodeName, String engineVersion, String apiVersion) {}

  /** A reply without content. */
  enum Done {
    DONE
  }

  /** Fails with {@link SwarmFault.NotManager} when the node cannot manage a Swarm. */
  Either<SwarmFault, About> about();

  /** Services that carry all these labels; an empty value means: the key, whatever its value. */
  Either<SwarmFault, List<ObservedService>> services(Map<String, String> labels);

  /** Tasks whose <em>service</em> carried all these labels when the task was made. */
  Either<SwarmFault, List<ObservedTask>> tasks(Map<String, String> labels);

  /** Tasks of these services, by id; there are none of what is gone. */
  Either<SwarmFault, List<ObservedTask>> tasksOf(Set<String> serviceIds);

  Either<SwarmFault, List<ObservedNode>> nodes();

  /** Networks of the Swarm, and those special ones that services may name. */
  Either<SwarmFault, List<ObservedNetwork>> networks();

  Either<SwarmFault, List<ObservedPayload>> payloads(
      DesiredPayload.Kind kind, Map<String, String> labels);

  /** The ones among these full names that exist; for external configs and secrets. */
  Either<SwarmFault, List<ObservedPayload>> payloadsNamed(
      DesiredPayload.Kind kind, Set<String> names);

  /** The content of a config, by name; secrets never tell theirs. */
  Either<SwarmFault, byte[]> configContent(String name);

  /**
   * What the registries have under these names of images, with the credentials that there are; all
   * are asked at once, and what a registry has said or failed to say is remembered for a while.
   *
   * @param names as in service specs, without a digest
   * @return an answer for each; none at all where registries are not to be asked
   */
  Map<String, Either<SwarmFault, LockedImage>> images(Set<String> names);

  /** Returns the id. */
  Either<SwarmFault, String> createService(Tree.Obj spec);

  Either<SwarmFault, Done> updateService(String id, long version, Tree.Obj spec);

  Either<SwarmFault, Done> removeService(String id);

  /** Returns the id. */
  Either<SwarmFault, String> createNetwork(Tree.Obj spec);

  Either<SwarmFault, Done> removeNetwork(String id);

  /**
   * Returns the id.
   *
   * @param extra further fields of the spec, such as Templating
   */
  Either<SwarmFault, String> createPayload(
      DesiredPayload.Kind kind,
      String name,
      Map<String, String> labels,
      byte[] content,
      Tree.Obj extra);

  /** Replaces all labels, if the version still is the object's: Swarm's compare-and-swap. */
  Either<SwarmFault, Done> relabelPayload(
      DesiredPayload.Kind kind, String id, long version, String name, Map<String, String> labels);

  Either<SwarmFault, Done> removePayload(DesiredPayload.Kind kind, String id);

  /** The last lines that the containers of a service wrote, both streams, oldest first. */
  Either<SwarmFault, List<String>> serviceLog(String serviceId, int lines);

  /** The same, apart by the id of the task that wrote it; {@code lines} of each. */
  Either<SwarmFault, Map<String, List<String>>> taskLogs(String serviceId, int lines);

  /**
   * Calls {@code onChange} whenever the engine announces a change of a service, node, network,
   * config or secret, or when a container on this node dies. A hint only: it may be late, doubled
   * or lost, and may come on any thread. Reconnects by itself until closed.
   */
  AutoCloseable watch(Consumer<News> onChange);
}
