package dev.skep.model;

import java.util.TreeMap;

/** Writes a tree so that equal trees give equal text, fit for hashing. */
final class CanonicalJson {
  private CanonicalJson() {}

  static void write(Tree tree, StringBuilder out) {
    switch (tree) {
      case Tree.Nil n -> out.append("null");
      case Tree.Bool b -> out.append(b.value());
      case Tree.Num n -> out.append(n.value().toPlainString());
      case Tree.Str s -> quote(s.value(), out);
      case Tree.Arr a -> {
        var separator = "[";
        if (a.items().isEmpty()) out.append('[');
        for (var item : a.items()) {
          out.append(separator);
          write(item, out);
          separator = ",";
        }
        out.append(']');
      }
      case Tree.Obj o -> {
        out.append('{');
        var separator = "";
        for (var field : new TreeMap<>(o.fields()).entrySet()) {
          out.append(separator);
          quote(field.getKey(), out);
          out.append(':');
          write(field.getValue(), out);
          separator = ",";
        }
        out.append('}');
      }
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < 0x20) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
  }
}
