package dev.skep.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Chances, and ways of writing what was chosen: as it stands or with variables, whose values are
 * kept. The same seed draws the same.
 */
final class Draw {
  /** A scalar that is written as it stands, without quotes. */
  record Plain(String text) {}

  private static final List<String> WORDS =
      List.of("a", "shop", "Two words", "", "x=y", "it's", "a \"b\" c", "5", "1.50", "true", "~");

  private static final List<String> ODD = List.of(
      "p$w",
      "${",
      "- no list",
      "# no comment",
      "key: value",
      "é→\uD83D\uDE00",
      "tab\there",
      "two\nlines\n",
      " blanks ",
      "0x1F",
      "yes",
      "null",
      "2020-01-01",
      "*",
      "&a",
      "%",
      "@",
      "!x");

  /** Numbers in the ways that YAML has for them. */
  private static final List<String> NUMBERS = List.of(
      "0", "7", "-3", "0755", "0o17", "0x1F", "0b11", "1_000", "1.50", "1e3", ".5", "100000000");

  /** Of a {@code Random} the first draws are nearly the same for seeds in a row. */
  private final SplittableRandom random;

  private final GeneratedStack.Keys keys;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private boolean several;
  private boolean saying;

  Draw(long seed, GeneratedStack.Keys keys) {
    this.random = new SplittableRandom(seed);
    this.keys = keys;
  }

  /**
   * From now on values that say something: in a later file the CLI takes {@code false}, 0 and what
   * is empty for nothing said.
   */
  void saying() {
    saying = !all();
  }

  /** Later files come, which the CLI puts over this one in ways of its own. */
  void several() {
    several = true;
  }

  boolean alone() {
    return !several;
  }

  /** Whether what the CLI then reads otherwise is left out. */
  boolean meets() {
    return several && !all();
  }

  /** Whether what says nothing is left out. */
  boolean says() {
    return saying;
  }

  boolean flag() {
    return saying || random.nextBoolean();
  }

  /** At most {@code most}. */
  int count(int most) {
    return saying ? 1 + random.nextInt(most) : random.nextInt(most + 1);
  }

  /** Whether Skep alone has to read it. */
  boolean all() {
    return keys == GeneratedStack.Keys.ALL;
  }

  /** Whether it is to be deployed, and not only read. */
  boolean deployed() {
    return keys == GeneratedStack.Keys.OF_AN_ENGINE;
  }

  /** What has to be set outside. */
  Map<String, String> variables() {
    return variables;
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  @SafeVarargs
  final <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  /** Some of them, in their order. */
  <T> List<T> some(List<T> of) {
    return of.stream().filter(x -> chance(0.5)).toList();
  }

  /** From one to {@code most} of what is made. */
  List<Object> list(int most, Supplier<?> item) {
    var out = new ArrayList<Object>();
    for (int n = upTo(most - 1); n >= 0; n--) out.add(item.get());
    return out;
  }

  /** The same with texts, none twice: the CLI wants it so of many lists. */
  List<Object> texts(int most, Supplier<String> item) {
    var out = new LinkedHashSet<String>();
    for (int n = upTo(most - 1); n >= 0; n--) out.add(item.get());
    return out.stream().map(this::text).toList();
  }

  /** Keys and values in turn, in this order: the one of {@code Map.of} is another in each run. */
  static Map<String, Object> map(Object... pairs) {
    var out = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) out.put((String) pairs[i], pairs[i + 1]);
    return out;
  }

  /** Any text. */
  Object word() {
    return text(anything());
  }

  String anything() {
    return chance(0.3) ? one(ODD) : one(WORDS);
  }

  /** A number that is taken for a text where one is wanted. */
  Object number() {
    return new Plain(one(NUMBERS));
  }

  /** A text, perhaps with variables. */
  Object text(String value) {
    if (chance(0.8)) return escaped(value);
    if (value.length() > 2 && chance(0.3)) {
      int at = 1 + random.nextInt(value.length() - 1);
      if (Character.isLowSurrogate(value.charAt(at))) at--;
      return escaped(value.substring(0, at)) + "${" + set(value.substring(at)) + "}";
    }
    return variable(value);
  }

  /** One of some texts, perhaps with variables. */
  Object text(List<String> of) {
    return text(one(of));
  }

  /** A number or a flag in a place where the CLI takes a variable for one. */
  Object cast(Object value) {
    return chance(0.85) ? value : new Plain("${" + set(value.toString()) + "}");
  }

  private String variable(String value) {
    var name = set(value);
    var unset = "U" + variables.size();
    boolean simple = value.matches("[A-Za-z0-9 =.]+");
    return switch (random.nextInt(all() ? 8 : 6)) {
      case 0 -> "$" + name;
      case 1 -> "${" + name + "-other}";
      case 2 -> "${" + name + "?why}";
      case 3 -> simple ? "${" + unset + ":-" + value + "}" : "${" + name + "}";
      case 4 -> simple ? "${" + unset + "-" + value + "}" : "${" + name + "}";
      case 5 -> value.isEmpty() ? "${" + name + ":-}" : "${" + name + ":?why}";
      case 6 -> "${" + unset + ":-${" + name + "}}";
      default -> simple ? "${HOME:+" + value + "}" : "${" + unset + "-${" + name + ":-}}";
    };
  }

  private String set(String value) {
    var name = "V" + variables.size();
    variables.put(name, value);
    return name;
  }

  private static String escaped(String value) {
    return value.replace("$", "$$");
  }
}
