package dev.skep.controller.docker;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.skep.model.Tree;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The header that lets nodes pull from a private registry, and the engine look there, by the Docker configuration file. Read
 * again when the file changes, since tokens in it expire. An update without the header keeps what
 * the engine has stored, so no credentials means no header.
 */
final class Credentials {
  private final Supplier<DefaultDockerClientConfig> read;
  private DefaultDockerClientConfig config;
  private long stamp;

  Credentials(Supplier<DefaultDockerClientConfig> read) {
    this.read = read;
    this.config = read.get();
    this.stamp = stamp(config);
  }

  Either<SwarmFault, Map<String, String>> headers(Tree.Obj serviceSpec) {
    return headersFor(serviceSpec.text("TaskTemplate", "ContainerSpec", "Image").orElse(""));
  }

  Either<SwarmFault, Map<String, String>> headersFor(String image) {
    if (image.isEmpty()) return Either.right(Map.of());
    try {
      return Either.right(header(current().effectiveAuthConfig(image)));
    } catch (RuntimeException e) {
      return Either.left(new SwarmFault.Rejected("no credentials for "
          + image
          + ": cannot read "
          + current().getDockerConfigPath()
          + "/config.json ("
          + e.getMessage()
          + ")"));
    }
  }

  private synchronized DefaultDockerClientConfig current() {
    long now = stamp(config);
    if (now != stamp) {
      config = read.get();
      stamp = now;
    }
    return config;
  }

  private static long stamp(DefaultDockerClientConfig config) {
    var path = config.getDockerConfigPath();
    return path == null ? 0 : new File(path, "config.json").lastModified();
  }

  private static Map<String, String> header(AuthConfig auth) {
    if (auth == null) return Map.of();
    var fields = new TreeMap<String, String>();
    put(fields, "username", auth.getUsername());
    put(fields, "password", auth.getPassword());
    put(fields, "identitytoken", auth.getIdentitytoken());
    put(fields, "registrytoken", auth.getRegistrytoken());
    if (fields.isEmpty()) return Map.of();
    put(fields, "serveraddress", auth.getRegistryAddress());
    var json = Tree.strings(fields).canonical().getBytes(StandardCharsets.UTF_8);
    return Map.of("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(json));
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (value != null && !value.isEmpty()) fields.put(name, value);
  }
}
