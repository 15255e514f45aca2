package dev.skep.controller.docker;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.skep.model.RegistryHost;
import dev.skep.model.Tree;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The header that lets nodes pull from a private registry, and the engine look there, by the Docker
 * configuration file and the helpers that it names. Read again when the file changes, since tokens
 * in it expire. An update without the header keeps what the engine has stored, so no credentials
 * means no header.
 */
final class Credentials {
  private final Supplier<DefaultDockerClientConfig> read;
  private final CredentialHelpers helpers;

  /** Nothing before the first question, because to read it takes as long as some commands. */
  private Known known;

  /** What the configuration file said when it had this stamp. */
  private record Known(
      DefaultDockerClientConfig config, CredentialHelpers.Named helpers, long stamp) {

    /** The stamp comes first: a file that changes meanwhile is read once more. */
    static Known read(DefaultDockerClientConfig config, long stamp) {
      var named = file(config)
          .map(file -> CredentialHelpers.Named.in(file.toPath()))
          .orElse(CredentialHelpers.Named.NONE);
      return new Known(config, named, stamp);
    }
  }

  Credentials(Supplier<DefaultDockerClientConfig> read, CredentialHelpers helpers) {
    this.read = read;
    this.helpers = helpers;
  }

  Either<SwarmFault, Map<String, String>> headers(Tree.Obj serviceSpec) {
    return headersFor(serviceSpec.text("TaskTemplate", "ContainerSpec", "Image").orElse(""));
  }

  Either<SwarmFault, Map<String, String>> headersFor(String image) {
    if (image.isEmpty()) return Either.right(Map.of());
    try {
      var now = current();
      var helped = helpers.login(now.helpers(), RegistryHost.of(image));
      return Either.right(
          header(helped.orElseGet(() -> fields(now.config().effectiveAuthConfig(image)))));
    } catch (RuntimeException e) {
      return Either.left(new SwarmFault.Rejected("no credentials for "
          + image
          + ": cannot read "
          + folder()
          + "/config.json ("
          + e.getMessage()
          + ")"));
    }
  }

  /** Why there is no login for an image where there should be one. */
  Optional<String> trouble(String image) {
    var headers = headersFor(image);
    return headers.isLeft()
        ? Optional.of(headers.getLeft().message())
        : helpers.failure(RegistryHost.of(image));
  }

  private synchronized Known current() {
    if (known == null) {
      var first = read.get();
      known = Known.read(first, stamp(first));
    }
    long now = stamp(known.config());
    if (now != known.stamp()) known = Known.read(read.get(), now);
    return known;
  }

  /** Of the configuration file; for messages, when it cannot be read. */
  private synchronized String folder() {
    if (known != null) return known.config().getDockerConfigPath();
    return Objects.requireNonNullElse(
        System.getenv("DOCKER_CONFIG"), System.getProperty("user.home") + "/.docker");
  }

  private static long stamp(DefaultDockerClientConfig config) {
    return file(config).map(File::lastModified).orElse(0L);
  }

  private static Optional<File> file(DefaultDockerClientConfig config) {
    return Optional.ofNullable(config.getDockerConfigPath()).map(p -> new File(p, "config.json"));
  }

  private static Map<String, String> fields(AuthConfig auth) {
    var fields = new TreeMap<String, String>();
    if (auth == null) return fields;
    put(fields, "username", auth.getUsername());
    put(fields, "password", auth.getPassword());
    put(fields, "identitytoken", auth.getIdentitytoken());
    put(fields, "registrytoken", auth.getRegistrytoken());
    if (!fields.isEmpty()) put(fields, "serveraddress", auth.getRegistryAddress());
    return fields;
  }

  private static Map<String, String> header(Map<String, String> fields) {
    if (fields.isEmpty()) return Map.of();
    var json = Tree.strings(fields).canonical().getBytes(StandardCharsets.UTF_8);
    return Map.of("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(json));
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (value != null && !value.isEmpty()) fields.put(name, value);
  }
}
