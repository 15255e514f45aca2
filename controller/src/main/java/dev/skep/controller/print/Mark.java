package dev.skep.controller.print;

/** How one thing stands, at a glance. */
enum Mark {
  DONE("✓", "+", Colour.GREEN),
  SAME("=", "=", Colour.DIM),
  WORKING("↻", "~", Colour.YELLOW),
  WAITING("·", ".", Colour.DIM),
  ODD("!", "!", Colour.YELLOW),
  FAILED("✗", "x", Colour.RED);

  private final String unicode;
  private final String ascii;
  private final Colour colour;

  Mark(String unicode, String ascii, Colour colour) {
    this.unicode = unicode;
    this.ascii = ascii;
    this.colour = colour;
  }

  String text(Terminal terminal) {
    return colour.paint(terminal.unicode() ? unicode : ascii, terminal);
  }

  /** Nothing more is expected to happen to it. */
  boolean settled() {
    return this == DONE || this == SAME;
  }
}
