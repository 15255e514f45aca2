package dev.skep.model;

/**
 * What one look of {@code skep doctor} found.
 *
 * @param about what was looked at, in a word
 * @param said how it is
 * @param mend what a person can do; empty where nothing need be done
 */
public record Finding(Grade grade, String about, String said, String mend) {

  /** How bad it is. */
  public enum Grade {
    OK,
    /** It works, and may not for long or not as meant. */
    WARN,
    FAIL
  }

  public Finding {
    if (mend.isEmpty() != (grade == Grade.OK)) {
      throw new IllegalArgumentException(
          about + ": a mend for what is wrong, and for nothing else");
    }
  }

  public static Finding ok(String about, String said) {
    return new Finding(Grade.OK, about, said, "");
  }

  public static Finding warn(String about, String said, String mend) {
    return new Finding(Grade.WARN, about, said, mend);
  }

  public static Finding fail(String about, String said, String mend) {
    return new Finding(Grade.FAIL, about, said, mend);
  }
}
