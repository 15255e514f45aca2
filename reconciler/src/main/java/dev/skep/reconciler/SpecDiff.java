package dev.skep.reconciler;

import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The fields of a desired spec that the engine does not report as we set them. Only what we set is
 * compared: the engine fills in defaults, and omits zeros and empties when it prints a spec.
 */
public final class SpecDiff {

  /** A path such as {@code TaskTemplate.ContainerSpec.Image}, and both values, short. */
  record Field(String path, String observed, String desired) {
    @Override
    public String toString() {
      var name = path.substring(path.lastIndexOf('.') + 1);
      return name.substring(0, 1).toLowerCase(Locale.ROOT)
          + name.substring(1)
          + (observed.isEmpty() && desired.isEmpty() ? "" : " " + observed + " -> " + desired);
    }
  }

  private static final int SHORT = 60;

  private SpecDiff() {}

  static List<Field> of(Tree.Obj desired, Tree.Obj observed) {
    var out = new ArrayList<Field>();
    compare("", desired, observed, out);
    return out;
  }

  /** All that we set, the engine reports so. */
  public static boolean covered(Tree.Obj desired, Tree.Obj observed) {
    return of(desired, observed).isEmpty();
  }

  /** Neither sets a field that the other has not. */
  static boolean same(Tree.Obj one, Tree.Obj other) {
    return of(one, other).isEmpty() && of(other, one).isEmpty();
  }

  private static void compare(String path, Tree desired, Tree observed, List<Field> out) {
    if (desired.blank() && observed.blank()) return;
    if (desired instanceof Tree.Obj want) {
      var have = observed instanceof Tree.Obj obj ? obj : Tree.Obj.EMPTY;
      want.fields()
          .forEach((name, value) -> compare(
              path.isEmpty() ? name : path + "." + name,
              value,
              have.fields().getOrDefault(name, Tree.Nil.NIL),
              out));
      return;
    }
    if (desired instanceof Tree.Arr want
        && observed instanceof Tree.Arr have
        && want.items().size() == have.items().size()) {
      int before = out.size();
      for (int i = 0; i < want.items().size(); i++) {
        compare(path, want.items().get(i), have.items().get(i), out);
      }
      // One line says that a list differs; which items do is not worth a line each.
      while (out.size() > before + 1) out.removeLast();
      return;
    }
    if (!desired.equals(observed)) out.add(field(path, observed, desired));
  }

  private static Field field(String path, Tree observed, Tree desired) {
    // Environment and labels may hold secrets of the careless: named, but not shown.
    boolean shown = !path.contains("Env") && !path.contains("Labels");
    return new Field(path, shown ? brief(observed) : "", shown ? brief(desired) : "");
  }

  private static String brief(Tree tree) {
    var text = tree instanceof Tree.Str s ? ImageDigest.brief(s.value()) : tree.canonical();
    if (tree == Tree.Nil.NIL) text = "unset";
    return text.length() <= SHORT ? text : text.substring(0, SHORT) + "…";
  }
}
