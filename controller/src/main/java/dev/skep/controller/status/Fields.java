package dev.skep.controller.status;

import dev.skep.controller.print.Printable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds one object of a document; what is absent or empty leaves no field. */
public final class Fields {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  public Fields put(String name, String value) {
    if (!value.isEmpty()) fields.put(name, Printable.line(value));
    return this;
  }

  /** Several lines, which stay so. */
  Fields text(String name, String value) {
    if (!value.isEmpty()) fields.put(name, value);
    return this;
  }

  public Fields put(String name, long value) {
    fields.put(name, value);
    return this;
  }

  public Fields put(String name, boolean value) {
    fields.put(name, value);
    return this;
  }

  /** Seconds are as fine as clocks of several machines are worth. */
  Fields put(String name, Instant value) {
    fields.put(name, value.truncatedTo(ChronoUnit.SECONDS));
    return this;
  }

  public Fields put(String name, Map<String, Object> value) {
    if (!value.isEmpty()) fields.put(name, value);
    return this;
  }

  public Fields put(String name, Collection<?> value) {
    if (!value.isEmpty()) fields.put(name, value);
    return this;
  }

  Fields put(String name, OptionalInt value) {
    value.ifPresent(v -> put(name, v));
    return this;
  }

  Fields text(String name, Optional<String> value) {
    value.ifPresent(v -> put(name, v));
    return this;
  }

  Fields time(String name, Optional<Instant> value) {
    value.ifPresent(v -> put(name, v));
    return this;
  }

  public Map<String, Object> map() {
    return fields;
  }
}
