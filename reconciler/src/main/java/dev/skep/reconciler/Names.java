package dev.skep.reconciler;

import dev.skep.model.Hash;
import dev.skep.model.JobRecord;
import dev.skep.model.Receipt;
import java.util.Locale;

/**
 * Names of attempt services and records. Deterministic, so that two controllers that do the same
 * thing collide instead of doubling it; never parsed: what an object is, its labels say.
 */
final class Names {
  static final String LOG_PREFIX = "skep-log-";
  static final String RECEIPT_PREFIX = "skep-receipt-";
  static final String REVISION_PREFIX = "skep-revision-";

  private static final int READABLE = 36;
  private static final int UNIQUE = 16;

  private Names() {}

  /** At most 63 characters, as the engine allows a service. */
  static String attemptService(JobRecord job) {
    return readable(job.stack() + "_" + job.job())
        + "-" + job.run().id().substring(0, UNIQUE)
        + "-" + job.attempt();
  }

  /**
   * Whether a service of that name may be one of the stack, or an attempt of one of its jobs; never
   * says no of one that is.
   */
  static boolean mayBeService(String stack, String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(readable(stack + "_"));
  }

  static String stackRecord(String owner, String stack) {
    return record("stack", stack, owner + "/" + stack);
  }

  static String jobRecord(String owner, String stack, String job) {
    return record("job", stack + "_" + job, owner + "/" + stack + "/" + job);
  }

  static String ordersRecord(String owner, String stack, String job) {
    return record("orders", stack + "_" + job, owner + "/" + stack + "/" + job);
  }

  static String stackOrdersRecord(String owner, String stack) {
    return record("stack-orders", stack, owner + "/" + stack);
  }

  static String revision(String owner, String stack, String revision) {
    return REVISION_PREFIX + Hash.base32(owner + "/" + stack + "/" + revision, 26);
  }

  static String receipt(String owner, Receipt receipt) {
    var what =
        receipt.revision().map(r -> receipt.number() + "/" + r).orElse("repair/" + receipt.at());
    return RECEIPT_PREFIX + Hash.base32(owner + "/" + receipt.stack() + "/" + what, 26);
  }

  static String attemptRecord(String owner, String run, int number) {
    return "skep-attempt-" + Hash.base32(owner + "/" + run, 26) + "-" + number;
  }

  static String logRecord(String owner, String run, int number) {
    return LOG_PREFIX + Hash.base32(owner + "/" + run, 26) + "-" + number;
  }

  static String oneShotRecord(String owner, String run) {
    return "skep-one-shot-" + Hash.base32(owner + "/" + run, 26);
  }

  static String lease(String owner) {
    return record("lease", owner, owner);
  }

  static String setBack(String owner) {
    return record(SetBack.KIND, owner, owner);
  }

  static String hint(String owner) {
    return record("hint", owner, owner);
  }

  private static String record(String kind, String readable, String unique) {
    return "skep-" + kind + "-" + readable(readable) + "-" + Hash.base32(unique, UNIQUE);
  }

  private static String readable(String text) {
    var clean = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
    if (!clean.isEmpty() && "_-".indexOf(clean.charAt(0)) >= 0) clean = "s" + clean;
    return clean.substring(0, Math.min(READABLE, clean.length()));
  }
}
