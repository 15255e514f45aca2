package dev.skep.controller.print;

/** The few colours used; they underline what the words already say and never say more. */
enum Colour {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String paint(String text, Terminal terminal) {
    if (!terminal.colour() || this == PLAIN || text.isEmpty()) return text;
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
