package dev.skep.controller.render;

import dev.skep.model.Tree;
import dev.skep.reconciler.Masker;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trees as the maps and lists that documents are written from. Fields go by name, because some
 * trees are made from maps whose order is another one in every process.
 */
record Trees(Masker masker) {
  Map<String, Object> fields(Tree.Obj tree) {
    var out = new TreeMap<String, Object>();
    tree.fields().forEach((name, value) -> out.put(name, value(value)));
    return out;
  }

  Object value(Tree tree) {
    return switch (tree) {
      case Tree.Obj obj -> fields(obj);
      case Tree.Arr arr -> arr.items().stream().map(this::value).toList();
      case Tree.Str text -> masker.line(text.value());
      case Tree.Num number -> number(number.value());
      case Tree.Bool flag -> flag.value();
      case Tree.Nil nothing -> "";
    };
  }

  /** Whole where it is whole. */
  static Object number(BigDecimal value) {
    var whole = value.stripTrailingZeros().scale() <= 0;
    if (whole) return value.longValue();
    return value.doubleValue();
  }
}
