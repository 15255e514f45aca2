package dev.skep.controller.cli;

import java.util.HashMap;
import java.util.Map;

/** The environment as it was before {@code bin/skep} gave the JVM a locale that has all letters. */
final class CallersEnvironment {
  /** What LC_ALL was, behind a sign that it was there at all. */
  static final String KEPT = "SKEP_LC_ALL";

  private CallersEnvironment() {}

  static Map<String, String> of(Map<String, String> environment) {
    var out = new HashMap<>(environment);
    var kept = out.remove(KEPT);
    if (kept == null) return out;
    if (kept.isEmpty()) out.remove("LC_ALL");
    else out.put("LC_ALL", kept.substring(1));
    return out;
  }
}
