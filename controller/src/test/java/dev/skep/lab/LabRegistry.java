package dev.skep.lab;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A registry of images on the loopback of a lab's first node, whose engine trusts it without a
 * certificate. What was pushed goes when it is closed.
 */
public final class LabRegistry implements AutoCloseable {
  public static final String USER = "bee";
  public static final String PASSWORD = "honey";

  /** USER and PASSWORD, as {@code htpasswd -B} writes them. */
  private static final String USERS =
      USER + ":$2b$05$MGNvco8AbI49n74enYkw/uagmKv/SCOXkY1c7G/PrLEEOPyNTDPO6";

  private static final Duration STARTS = Duration.ofSeconds(20);
  private static final Pattern DIGEST = Pattern.compile("digest: (sha256:[0-9a-f]{64})");

  private final SwarmLab lab;
  private final int port;
  private final String folder;

  private LabRegistry(SwarmLab lab, int port, String settings) {
    assumePossible(lab);
    this.lab = lab;
    this.port = port;
    this.folder = "/tmp/registry-" + port;
    var config = "version: 0.1\nstorage: {filesystem: {rootdirectory: " + folder + "/images}}\n"
        + "http: {addr: \"" + address() + "\"}\n" + settings;
    shell("mkdir -p " + folder);
    shell("cat >" + folder + "/users <<'TEXT'\n" + USERS + "\nTEXT");
    shell("cat >" + folder + "/config.yml <<'TEXT'\n" + config + "TEXT");
  }

  /** Nodes from the published image have no registry program: there such tests are skipped. */
  private static void assumePossible(SwarmLab lab) {
    assumeFalse(
        lab.exec(0, "sh", "-c", "command -v docker-registry || true").isEmpty(),
        "the lab's node has no docker-registry: it was made from the published image");
  }

  public static LabRegistry open(SwarmLab lab, int port) {
    var registry = new LabRegistry(lab, port, "");
    registry.start();
    return registry;
  }

  /** For {@link #USER} alone. */
  public static LabRegistry withLogin(SwarmLab lab, int port) {
    var registry = new LabRegistry(
        lab, port, "auth: {htpasswd: {realm: lab, path: /tmp/registry-" + port + "/users}}\n");
    registry.start();
    registry.docker(
        "login --username " + USER + " --password " + PASSWORD + " " + registry.address());
    return registry;
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Makes an image that has this label, pushes it, and returns the digest that the engine tells. */
  public String push(String name, String label) {
    var container = shell("docker create skep-lab/busybox:1 true");
    shell("docker commit --change 'LABEL " + label + "=1' " + container + " " + name);
    shell("docker rm " + container);
    var said = DIGEST.matcher(docker("push " + name));
    if (!said.find()) throw new IllegalStateException("no digest of " + name);
    shell("docker rmi " + name);
    return said.group(1);
  }

  public void start() {
    shell("docker-registry serve " + folder + "/config.yml >" + folder
        + "/log 2>&1 </dev/null & echo $! >" + folder + "/pid");
    Awaitility.await("registry " + port).atMost(STARTS).until(this::listens);
  }

  public void stop() {
    shell("kill $(cat " + folder + "/pid)");
    Awaitility.await("end of registry " + port).atMost(STARTS).until(() -> !listens());
  }

  /** From now on it takes connections and says nothing. */
  public void freeze() {
    shell("kill -STOP $(cat " + folder + "/pid)");
  }

  public void thaw() {
    shell("kill -CONT $(cat " + folder + "/pid)");
  }

  private boolean listens() {
    return !lab.exec(0, "ss", "-Hltn", "sport = :" + port).isEmpty();
  }

  /** The login is kept apart from all others of the node. */
  private String docker(String arguments) {
    return shell("docker --config " + folder + "/client " + arguments);
  }

  private String shell(String script) {
    return lab.exec(0, "sh", "-c", script);
  }

  @Override
  public void close() {
    thaw();
    if (listens()) stop();
    shell("rm -rf " + folder);
  }
}
