package dev.skep.controller.source;

import dev.skep.controller.print.Printable;
import java.time.Instant;

/**
 * A commit, as people name it.
 *
 * @param id all 40 digits
 * @param author a name, without address
 * @param subject the first line of what the author wrote
 * @param at when it was made
 */
public record Commit(String id, String author, String subject, Instant at) {
  private static final int SHORT = 7;
  private static final int LONGEST = 200;

  /** Author and subject are text of others: one line without control characters. */
  public Commit {
    if (!id.matches("[0-9a-f]{40,64}")) throw new IllegalArgumentException("no commit id: " + id);
    author = line(author);
    subject = line(subject);
  }

  public String shortId() {
    return id.substring(0, SHORT);
  }

  /** For people, such as {@code 9f3c1e2 by Ada: orders: add currency}. */
  public String brief() {
    return shortId() + " by " + author + ": " + subject;
  }

  private static String line(String text) {
    var line = Printable.line(text);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
