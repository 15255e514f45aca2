package dev.skep.reconciler;

import dev.skep.model.DesiredPayload;
import dev.skep.model.ObservedTask;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Hides what secrets hold in text that is kept or shown: their whole content, each of their lines,
 * and these in base 64, also within something longer, or encoded for a URL.
 */
public final class Masker {
  static final String MASK = "********";

  /** Shorter ones would hide half of an innocent log. */
  static final int SHORTEST = 4;

  /** How long lines are where programs break base 64, the mail standard's and PEM's. */
  private static final List<Integer> BREAKS = List.of(76, 64);

  /** What a line ends with that was too long. */
  static final String CUT = "…";

  private final List<String> forms;

  private Masker(Set<String> forms) {
    this.forms =
        forms.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
  }

  /** Of a stack's configs and secrets. */
  public static Masker of(Collection<DesiredPayload> payloads) {
    var forms = new LinkedHashSet<String>();
    for (var payload : payloads) {
      if (payload.kind() != DesiredPayload.Kind.SECRET || payload.external()) continue;
      var content = new String(payload.content(), StandardCharsets.UTF_8);
      var values = new LinkedHashSet<>(List.of(content.strip()));
      content.lines().map(String::strip).forEach(values::add);
      values.stream().filter(v -> v.length() >= SHORTEST).forEach(v -> add(v, forms));
    }
    return new Masker(forms);
  }

  List<String> lines(List<String> lines) {
    return forms.isEmpty() ? lines : lines.stream().map(this::line).toList();
  }

  /** The text without what it has of secrets. */
  public String line(String text) {
    var out = text;
    for (var form : forms) {
      if (out.contains(form)) out = out.replace(form, MASK);
    }
    return out.endsWith(CUT) ? withoutBeginning(out) : out;
  }

  /** The engine's complaint may quote anything. */
  ObservedTask task(ObservedTask task) {
    if (forms.isEmpty() || task.error().isEmpty()) return task;
    return new ObservedTask(
        task.id(),
        task.serviceId(),
        task.nodeId(),
        task.state(),
        task.desiredState(),
        task.message(),
        task.error().map(this::line),
        task.exitCode(),
        task.containerId(),
        task.createdAt(),
        task.since(),
        task.spec(),
        task.slot(),
        task.iteration());
  }

  /** A line that was cut may end with the beginning of a secret. */
  private String withoutBeginning(String cut) {
    var text = cut.substring(0, cut.length() - CUT.length());
    for (var form : forms) {
      for (int length = form.length() - 1; length >= SHORTEST; length--) {
        if (text.endsWith(form.substring(0, length))) {
          return text.substring(0, text.length() - length) + MASK + CUT;
        }
      }
    }
    return cut;
  }

  private static void add(String value, Set<String> forms) {
    forms.add(value);
    var url = URLEncoder.encode(value, StandardCharsets.UTF_8);
    forms.add(url);
    forms.add(url.replace("+", "%20"));
    forms.add(lowerHex(url));
    for (var ending : List.of("", "\n")) {
      var bytes = (value + ending).getBytes(StandardCharsets.UTF_8);
      for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        var whole = encoder.encodeToString(bytes);
        forms.add(whole);
        forms.add(whole.replace("=", ""));
        for (int columns : BREAKS) forms.addAll(broken(whole, columns));
        for (int before = 0; before < 3; before++) within(bytes, before, encoder, forms);
      }
    }
  }

  /** What of it stands in the base 64 of something that has it after so many bytes, or 3 more. */
  private static void within(byte[] value, int before, Base64.Encoder encoder, Set<String> forms) {
    var shifted = new byte[before + value.length];
    System.arraycopy(value, 0, shifted, before, value.length);
    var text = encoder.encodeToString(shifted).replace("=", "");
    int from = before == 0 ? 0 : before + 1;
    int to = shifted.length * 8 / 6;
    // Twice the shortest: fewer characters of base 64 stand in many a word.
    if (to - from >= 2 * SHORTEST) forms.add(text.substring(from, to));
  }

  private static List<String> broken(String text, int columns) {
    var out = new ArrayList<String>();
    for (int i = 0; text.length() > columns && i < text.length(); i += columns) {
      var part = text.substring(i, Math.min(text.length(), i + columns));
      if (part.length() >= 2 * SHORTEST) out.add(part);
    }
    return out;
  }

  private static String lowerHex(String url) {
    var out = new StringBuilder(url);
    for (int i = url.indexOf('%'); i >= 0; i = url.indexOf('%', i + 1)) {
      out.replace(i, i + 3, url.substring(i, i + 3).toLowerCase(Locale.ROOT));
    }
    return out.toString();
  }
}
