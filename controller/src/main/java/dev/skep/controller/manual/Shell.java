package dev.skep.controller.manual;

/** A shell that can complete our command lines. */
public enum Shell {
  BASH("share/bash-completion/completions/skep"),
  ZSH("share/zsh/site-functions/_skep"),
  FISH("share/fish/vendor_completions.d/skep.fish");

  private final String place;

  Shell(String place) {
    this.place = place;
  }

  /** Where the shell looks for it, below a prefix such as {@code /usr}. */
  public String place() {
    return place;
  }

  /** What it has to read, to complete this command. */
  public String script(Outline command) {
    return switch (this) {
      case BASH -> Bash.script(command);
      case ZSH -> Zsh.script(command);
      case FISH -> Fish.script(command);
    };
  }
}
