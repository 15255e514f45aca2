package dev.skep.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A JSON value. Swarm objects travel through Skep as trees and not as typed classes, because a
 * typed class forgets the fields that it does not know, and an update would then erase them.
 */
public sealed interface Tree {

  /** An object; the order of its fields is kept, but plays no part in equality. */
  record Obj(Map<String, Tree> fields) implements Tree {
    public static final Obj EMPTY = new Obj(Map.of());

    public Obj {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The value under a path of field names, if every step of it is there. */
    public Optional<Tree> at(String... path) {
      Tree here = this;
      for (var name : path) {
        if (!(here instanceof Obj obj) || !obj.fields.containsKey(name)) return Optional.empty();
        here = obj.fields.get(name);
      }
      return Optional.of(here);
    }

    public Optional<String> text(String... path) {
      return at(path).flatMap(t -> t instanceof Str s ? Optional.of(s.value()) : Optional.empty());
    }

    public OptionalLong number(String... path) {
      return at(path).orElse(Nil.NIL) instanceof Num n
          ? OptionalLong.of(n.value().longValue())
          : OptionalLong.empty();
    }

    public Obj object(String... path) {
      return at(path).orElse(EMPTY) instanceof Obj obj ? obj : EMPTY;
    }

    public List<Tree> array(String... path) {
      return at(path).orElse(Nil.NIL) instanceof Arr arr ? arr.items() : List.of();
    }

    /** The fields of an object of strings, such as labels; other values are left out. */
    public Map<String, String> strings(String... path) {
      var out = new TreeMap<String, String>();
      object(path).fields.forEach((k, v) -> {
        if (v instanceof Str s) out.put(k, s.value());
      });
      return out;
    }

    /** A copy with one field set. */
    public Obj with(String name, Tree value) {
      var copy = new LinkedHashMap<>(fields);
      copy.put(name, value);
      return new Obj(copy);
    }

    /** A copy with the value at a path set; objects missing on the way are made. */
    public Obj with(List<String> path, Tree value) {
      if (path.size() == 1) return with(path.getFirst(), value);
      return with(
          path.getFirst(), object(path.getFirst()).with(path.subList(1, path.size()), value));
    }

    /**
     * A copy with the blank fields of another that are not set here, at any depth: they say
     * nothing, but the engine takes one that is there for another than one that is not.
     */
    public Obj withBlanksOf(Obj other) {
      var copy = new LinkedHashMap<>(fields);
      other.fields.forEach((name, value) -> {
        var mine = copy.get(name);
        if (mine == null && value.blank()) copy.put(name, value);
        if (mine instanceof Obj here && value instanceof Obj there) {
          copy.put(name, here.withBlanksOf(there));
        }
      });
      return new Obj(copy);
    }

    public Obj without(String name) {
      var copy = new LinkedHashMap<>(fields);
      copy.remove(name);
      return new Obj(copy);
    }

    /** A copy without the value at a path; unchanged when there is none. */
    public Obj without(List<String> path) {
      if (path.size() == 1) return without(path.getFirst());
      return fields.get(path.getFirst()) instanceof Obj inner
          ? with(path.getFirst(), inner.without(path.subList(1, path.size())))
          : this;
    }
  }

  record Arr(List<Tree> items) implements Tree {
    public Arr {
      items = List.copyOf(items);
    }
  }

  record Str(String value) implements Tree {}

  record Num(BigDecimal value) implements Tree {
    public Num {
      value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
  }

  record Bool(boolean value) implements Tree {}

  enum Nil implements Tree {
    NIL
  }

  static Str of(String value) {
    return new Str(value);
  }

  static Num of(long value) {
    return new Num(BigDecimal.valueOf(value));
  }

  static Bool of(boolean value) {
    return new Bool(value);
  }

  static Arr strings(Iterable<String> values) {
    var items = new ArrayList<Tree>();
    values.forEach(v -> items.add(new Str(v)));
    return new Arr(items);
  }

  static Obj strings(Map<String, String> values) {
    var fields = new TreeMap<String, Tree>();
    values.forEach((k, v) -> fields.put(k, new Str(v)));
    return new Obj(fields);
  }

  /**
   * Nothing was said: null, false, zero, the empty string, array or object, and objects of
   * such. The engine omits these when it prints a spec, so they equal an absent field.
   */
  default boolean blank() {
    return switch (this) {
      case Nil n -> true;
      case Bool b -> !b.value();
      case Num n -> n.value().signum() == 0;
      case Str s -> s.value().isEmpty();
      case Arr a -> a.items().isEmpty();
      case Obj o -> o.fields().values().stream().allMatch(Tree::blank);
    };
  }

  /**
   * Reads what {@link #canonical} has written; throws {@link IllegalArgumentException} for other
   * text.
   */
  static Tree parse(String canonical) {
    return new CanonicalJsonReader(canonical).read();
  }

  /** JSON text with sorted keys and without white space: equal values give equal text. */
  default String canonical() {
    var out = new StringBuilder();
    CanonicalJson.write(this, out);
    return out.toString();
  }
}
