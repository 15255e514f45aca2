package dev.skep.controller.manual;

import java.util.List;

/** A part of a man page that no flag tells of. */
public record Chapter(String title, List<Entry> entries) {
  /** A term, and what is to be said of it. */
  public record Entry(String term, String text) {}

  public Chapter {
    entries = List.copyOf(entries);
  }
}
