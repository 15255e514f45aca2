package dev.skep.e2e;

import java.util.HashMap;
import java.util.Map;

/** A way to fill in {@code witnessed-job.yaml}; without more it works a moment and succeeds. */
record WitnessedJob(Map<String, String> values) {
  WitnessedJob {
    values = Map.copyOf(values);
  }

  /**
   * @param exits the exit code of each attempt of a run, the last also of all later ones, such as
   *     {@code 1 1 0}
   */
  static WitnessedJob exiting(String exits) {
    return new WitnessedJob(Map.of(
        "IMAGE", "skep-example/pythonapp:1.4.2",
        "RUN", "first",
        "SECONDS", "0.3",
        "EXITS", exits,
        "RESTART", "condition: on-failure, delay: 1s",
        "CONSTRAINT", "",
        "POLICY", "",
        "NOTE", "",
        "LEVEL", "info"));
  }

  static WitnessedJob succeeding() {
    return exiting("0");
  }

  /** Another one is another run key, and changes the application too. */
  WitnessedJob run(String run) {
    return with("RUN", run);
  }

  /** How long each attempt works, as exit codes are given. */
  WitnessedJob working(String seconds) {
    return with("SECONDS", seconds);
  }

  WitnessedJob image(String image) {
    return with("IMAGE", image);
  }

  /** Of {@code restart_policy}. */
  WitnessedJob restart(String policy) {
    return with("RESTART", policy);
  }

  /** Of {@code x-skep.job}. */
  WitnessedJob policy(String policy) {
    return with("POLICY", policy);
  }

  WitnessedJob onlyWhere(String constraint) {
    return with("CONSTRAINT", "\"" + constraint + "\"");
  }

  /** Another one changes the stack, and neither what the job does nor its application. */
  WitnessedJob note(String note) {
    return with("NOTE", note);
  }

  /** Another one changes the application's environment, and not what the job does. */
  WitnessedJob level(String level) {
    return with("LEVEL", level);
  }

  private WitnessedJob with(String key, String value) {
    var all = new HashMap<>(values);
    all.put(key, value);
    return new WitnessedJob(all);
  }

  String compose(String stack, String database) {
    var out = TestStack.resource("witnessed-job.yaml")
        .replace("${STACK}", stack)
        .replace("${DATABASE}", database);
    for (var value : values.entrySet()) {
      out = out.replace("${" + value.getKey() + "}", value.getValue());
    }
    return out;
  }
}
