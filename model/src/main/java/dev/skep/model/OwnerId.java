package dev.skep.model;

import java.util.regex.Pattern;

/** What an owner may be called: the word in the mark of all that one Skep has made. */
public final class OwnerId {
  /** Where nobody names one. */
  public static final String DEFAULT = "skep";

  /** For people. */
  public static final String RULE =
      "write letters, digits, -, _ and ., a letter or digit first, at most 63 characters";

  private static final Pattern FITS = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");

  private OwnerId() {}

  public static boolean fits(String id) {
    return FITS.matcher(id).matches();
  }
}
