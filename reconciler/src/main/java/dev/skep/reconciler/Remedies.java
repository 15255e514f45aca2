package dev.skep.reconciler;

import dev.skep.model.JobPhase;
import dev.skep.model.StackOrders;
import dev.skep.model.StackStatus.JobRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person can do about a job that does not get on by itself, in the order in which one would
 * try it: the one wording for status files, commands and refusals.
 */
public final class Remedies {
  static final String ORPHANED = "no longer in its source; what runs of it runs on";

  static final String GOING = "no longer in its source, and being taken off the Swarm by order";

  static final String REPORTED = "adopted, and only reported on: what differs is left as it is";

  private Remedies() {}

  /** Of a stack that is no longer in its source. */
  static List<String> orphaned(String stack) {
    return List.of(
        "put it back into its source   # to keep it",
        "skep delete stack " + stack + "   # its volumes stay");
  }

  /** Empty when nothing waits for a person. */
  public static List<String> of(String stack, JobRow job) {
    var name = stack + "_" + job.name();
    return switch (job.phase()) {
      case FAILED -> List.of(fix(job), describe(name), rerun(name), doneByHand(name));
      case UNKNOWN ->
        List.of(
            command("describe", name) + "   # what is known of it",
            command("resolve", name) + " --as succeeded|failed|retry --note '…'"
                + "   # once you know; retry only when it surely runs no more");
      case SUSPENDED -> List.of(resume(stack, job.name(), job.message()));
      case BLOCKED -> blocked(name, job);
      case BACKING_OFF ->
        job.stalled()
            ? List.of(fix(job), describe(name), command("cancel", name) + "   # try no more")
            : List.of();
      case STARTING ->
        job.stalled()
            ? List.of(describe(name), command("cancel", name) + "   # give this run up")
            : List.of();
      case PENDING, RUNNING, STOPPING, SUCCEEDED, SCHEDULED, SUPERSEDED -> List.of();
    };
  }

  private static List<String> blocked(String name, JobRow job) {
    return switch (job.reason()) {
      case NEEDS_BASELINE ->
        List.of(
            command("resolve", name) + " --as succeeded --note '…'   # its work is done",
            command("rerun", name) + "   # it is not: run it");
      case LEDGER_SET_BACK ->
        List.of(
            command("resolve", name) + " --as succeeded --note '…'   # its work is done",
            command("rerun", name) + "   # it is not: run it",
            "skep ledger accept   # nothing was lost of any job: all that wait run");
      case LEDGER_LOST ->
        List.of(
            command("describe", name) + "   # what is left of its records",
            command("resolve", name) + " --as succeeded|retry --note '…'"
                + "   # writes its record anew");
      case FOREIGN_ATTEMPT_RUNNING ->
        List.of("wait until service " + name + " has ended, or: docker service rm " + name);
      default -> List.of();
    };
  }

  /** One of the commands on this job. */
  static String command(String verb, String name) {
    return "skep " + verb + " job " + name;
  }

  private static String fix(JobRow job) {
    return "push a fix: a new image or command for " + job.name()
        + job.nextAttempt()
            .filter(at -> job.phase() == JobPhase.FAILED)
            .map(at -> " runs at its next slot, " + at)
            .orElse(" starts a new run at once");
  }

  private static String describe(String name) {
    return command("describe", name) + "   # attempts and last log lines";
  }

  private static String rerun(String name) {
    return command("rerun", name) + "   # the same again, after repairing the data, say";
  }

  private static String doneByHand(String name) {
    return command("resolve", name) + " --as succeeded --note '…'   # you did its work by hand";
  }

  /** Of a stack that was adopted. */
  static String approve(String stack) {
    return "skep approve stack " + stack + "   # what differs is to be as the manifest says";
  }

  /** Of a stack that {@code docker stack deploy} has made. */
  static String adopt(String stack) {
    return "skep adopt stack " + stack + "   # take it over as it is; nothing restarts";
  }

  static String told(StackOrders.Pin pin) {
    return "pinned to revision " + pin.revision() + " since " + pin.at() + ": " + pin.why();
  }

  /** Of a stack that was rolled back. */
  static List<String> pinned(String stack) {
    return List.of(
        "push a fix: it ends when the source says something else of this stack",
        "skep resume stack " + stack + "   # follow the source as it is");
  }

  /**
   * Of services that do not get well.
   *
   * @param back whether there is an earlier revision to go back to
   */
  static List<String> late(String stack, List<String> services, boolean back) {
    var out = new ArrayList<String>();
    out.add("skep describe stack " + stack);
    services.forEach(
        s -> out.add("docker service ps --no-trunc " + s + "   # what became of its tasks"));
    if (back) out.add("skep rollback stack " + stack + "   # to what was in place before");
    return out;
  }

  /** Of a suspended stack. */
  static String resume(String stack, String why) {
    return why.equals(JobView.BY_MANIFEST)
        ? "take suspend out of its stack.yaml"
        : "skep resume stack " + stack;
  }

  /**
   * @param why as {@link JobView#suspended} tells it
   */
  static String resume(String stack, String job, String why) {
    return why.equals(JobView.BY_MANIFEST)
        ? "take suspend out of x-skep.job of " + job + " and push"
        : command("resume", stack + "_" + job);
  }
}
