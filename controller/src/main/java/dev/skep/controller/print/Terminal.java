package dev.skep.controller.print;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the text is for.
 *
 * @param columns lines are cut to it; {@link #ENDLESS} for a pipe, where nothing is ever cut
 * @param lines a picture that is redrawn in place may not be taller
 * @param interactive a person looks at it: redraw in place
 * @param unicode the character set can show ✓ and …
 */
public record Terminal(
    int columns, int lines, boolean interactive, boolean colour, boolean unicode) {
  public static final int ENDLESS = Integer.MAX_VALUE;

  private static final int NARROWEST = 20;
  private static final int LOWEST = 6;

  public Terminal {
    if (columns < NARROWEST) columns = NARROWEST;
    if (lines < LOWEST) lines = LOWEST;
  }

  public static Terminal pipe(boolean unicode) {
    return new Terminal(ENDLESS, ENDLESS, false, false, unicode);
  }

  /**
   * By the customs of the environment: no colour with {@code NO_COLOR} (https://no-color.org) or a
   * dumb terminal, which cannot be redrawn either.
   */
  public static Terminal of(
      boolean tty, int columns, int lines, Charset charset, Map<String, String> environment) {
    boolean unicode = charset.equals(StandardCharsets.UTF_8);
    if (!tty || "dumb".equals(environment.get("TERM"))) return pipe(unicode);
    boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(columns, lines, true, colour, unicode);
  }

  /** Nothing is cut or left out; a terminal may break lines. */
  public Terminal uncut() {
    return new Terminal(ENDLESS, lines, interactive, colour, unicode);
  }

  String ellipsis() {
    return unicode ? "…" : "...";
  }

  /** Between things of one line. */
  String dot() {
    return unicode ? " · " : ", ";
  }
}
