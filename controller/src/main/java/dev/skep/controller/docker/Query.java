package dev.skep.controller.docker;

import dev.skep.model.Tree;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Builds paths: everything that came from outside is escaped. */
final class Query {
  private final StringBuilder text;
  private char separator = '?';

  private Query(String path) {
    text = new StringBuilder(path);
  }

  static Query of(String path) {
    return new Query(path);
  }

  /** One step of a path, such as an id or a name. */
  static String step(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Query with(String name, Object value) {
    text.append(separator).append(name).append('=').append(step(value.toString()));
    separator = '&';
    return this;
  }

  Query filters(Map<String, ? extends Collection<String>> filters) {
    var fields = new LinkedHashMap<String, Tree>();
    new TreeMap<>(filters).forEach((name, values) -> {
      if (!values.isEmpty()) fields.put(name, Tree.strings(values));
    });
    return fields.isEmpty() ? this : with("filters", new Tree.Obj(fields).canonical());
  }

  /** All of these labels; an empty value asks for the key alone. */
  Query labels(Map<String, String> labels) {
    var wanted = new ArrayList<String>();
    new TreeMap<>(labels).forEach((k, v) -> wanted.add(v.isEmpty() ? k : k + "=" + v));
    return filters(Map.of("label", wanted));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
