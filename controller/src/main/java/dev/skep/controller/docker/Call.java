package dev.skep.controller.docker;

import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** One request to the engine; the path carries no API version yet. */
record Call(Method method, String path, Optional<byte[]> body, Map<String, String> headers) {

  enum Method {
    GET,
    POST,
    DELETE
  }

  Call {
    headers = Map.copyOf(headers);
  }

  static Call get(String path) {
    return new Call(Method.GET, path, Optional.empty(), Map.of());
  }

  static Call delete(String path) {
    return new Call(Method.DELETE, path, Optional.empty(), Map.of());
  }

  static Call post(String path, Tree body) {
    return post(path, body, Map.of());
  }

  static Call post(String path, Tree body, Map<String, String> headers) {
    var bytes = body.canonical().getBytes(StandardCharsets.UTF_8);
    return new Call(Method.POST, path, Optional.of(bytes), headers);
  }

  Call with(Map<String, String> moreHeaders) {
    return new Call(method, path, body, moreHeaders);
  }

  /** All that is not a read can change the Swarm, and so must never be repeated blindly. */
  boolean write() {
    return method != Method.GET;
  }

  Call under(String prefix) {
    return new Call(method, prefix + path, body, headers);
  }

  /** For messages: filters and versions say little to people. */
  @Override
  public String toString() {
    int query = path.indexOf('?');
    return method + " " + (query < 0 ? path : path.substring(0, query));
  }
}
