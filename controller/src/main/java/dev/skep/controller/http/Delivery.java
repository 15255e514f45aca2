package dev.skep.controller.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.controller.source.SourceAddress;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What somebody sent who knows the secret.
 *
 * @param event what the sender calls it, such as {@code push}; empty when it does not say
 */
record Delivery(Optional<String> event, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> PUSHES =
      Set.of("push", "push hook", "tag push hook", "system hook");
  private static final Pattern HOST = Pattern.compile("^(?:[a-z]+://)?(?:[^@/]*@)?([^@/:]+)[/:]");

  /** Whether it is one of commits that came or went. */
  boolean push() {
    return event.map(e -> PUSHES.contains(e.toLowerCase(Locale.ROOT))).orElse(true);
  }

  /**
   * Whether it is of another repository for sure. It is not where it says nothing that we
   * understand, and not where it comes from another host: we may read a mirror.
   */
  boolean ofAnother(SourceAddress.Repository ours) {
    var all = read();
    return Stream.of(all.path("repository"), all.path("project"))
        .filter(JsonNode::isObject)
        .filter(r -> sameHost(r, ours.host()))
        .flatMap(r -> Stream.of(r.path("full_name"), r.path("path_with_namespace")))
        .filter(JsonNode::isTextual)
        .map(name -> path(name.textValue()))
        .reduce((a, b) -> b)
        .filter(name -> !("/" + path(ours.url())).endsWith("/" + name))
        .isPresent();
  }

  private JsonNode read() {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.missingNode();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read but memory", e);
    }
  }

  private static boolean sameHost(JsonNode repository, String host) {
    return StreamSupport.stream(repository.spliterator(), false)
        .filter(JsonNode::isTextual)
        .map(value -> HOST.matcher(value.textValue()))
        .anyMatch(m -> m.find() && m.group(1).equalsIgnoreCase(host));
  }

  /** {@code acme/infra} of every way to write where it is. */
  private static String path(String address) {
    return address
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^[a-z]+://[^/]*/", "")
        .replaceFirst("^[^/]*@[^/:]*:", "")
        .replaceFirst("^/+", "")
        .replaceFirst("/+$", "")
        .replaceFirst("\\.git$", "");
  }
}
