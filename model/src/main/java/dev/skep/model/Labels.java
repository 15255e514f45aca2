package dev.skep.model;

/** The label keys that Skep reads and writes on Swarm objects. */
public final class Labels {
  private static final String PREFIX = "dev.skep.";

  /** Whose an object is: nothing without our own owner id is updated or removed. */
  public static final String OWNER = PREFIX + "owner";

  /** What a record or an attempt service is; never on services of a stack. */
  public static final String KIND = PREFIX + "kind";

  /** The kind of a one-shot that is looked after by the command which made it. */
  public static final String ATTENDED = "run";

  /** When that command last told that it is still there, after the end of its job. */
  public static final String ATTENDED_AT = PREFIX + "attended-at";

  /** Hash of the spec that was asked for, so that a field taken out of a file is noticed. */
  public static final String SPEC = PREFIX + "spec";

  /** Hash of a config's or secret's content. */
  public static final String PAYLOAD = PREFIX + "payload";

  public static final String STACK = PREFIX + "stack";
  public static final String JOB = PREFIX + "job";

  /** Of a job's service, in its manifest: when it runs. */
  public static final String SCHEDULE = PREFIX + "schedule";

  public static final String RUN = PREFIX + "run";
  public static final String RUN_KEY = PREFIX + "run-key";
  public static final String ATTEMPT = PREFIX + "attempt";

  /** Why an attempt's service is being stopped. */
  public static final String STOPPED = PREFIX + "stopped";

  /** On how many tasks an attempt runs, such as {@code 5}, or {@code global}; absent for one. */
  public static final String TASKS = PREFIX + "tasks";

  /** What becomes of an attempt when nobody wants its run any more. */
  public static final String ON_NEW_REVISION = PREFIX + "on-new-revision";

  /** How long a one-shot that nobody committed is kept after its end, such as {@code 10m}. */
  public static final String TTL = PREFIX + "ttl";

  /** {@code true} on the service that Skep itself runs as. */
  public static final String CONTROLLER = PREFIX + "controller";

  /** {@code docker stack deploy}'s own: to which stack an object belongs. */
  public static final String NAMESPACE = "com.docker.stack.namespace";

  /** {@code docker stack deploy}'s own: the image as the file names it. */
  public static final String IMAGE = "com.docker.stack.image";

  /** Replicated's mark of a one-shot service. */
  public static final String EPHEMERAL = "com.replicated.ephemeral";

  /** What swarm-cronjob's labels begin with. */
  public static final String CRONJOB = "swarm.cronjob.";

  private Labels() {}

  /** A key of our own, for the fields of records. */
  public static String of(String field) {
    return PREFIX + field;
  }
}
