package dev.skep.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people have told the controller of one job, by {@code skep suspend}, {@code resume}, {@code
 * cancel} and {@code rerun}. Changed by the commands alone, by compare-and-swap; obeyed by whoever
 * holds the lease.
 *
 * @param suspended since when and why no attempt may begin
 * @param rerun the newest order to run again what has run
 * @param cancelled ids of runs that are given up, oldest first
 * @param cancelNote why the newest of them is
 */
public record JobOrders(
    String stack,
    String job,
    Optional<Suspension> suspended,
    Optional<Rerun> rerun,
    List<String> cancelled,
    String cancelNote) {
  /** More than one run at a time cannot be under way; the rest is history. */
  private static final int CANCELLED = 16;

  public record Suspension(Instant at, String note) {
    /** For people: the note, or that there was an order. */
    public String why() {
      return JobOrders.why(note);
    }
  }

  /** What a person gave as reason, or that there was an order. */
  static String why(String note) {
    return note.isEmpty() ? "by order" : note;
  }

  /**
   * @param runKey the key, without a token, that is to run again; for any other it has no meaning
   * @param token makes another run of it, never used before
   */
  public record Rerun(String runKey, String token, Instant at, String note) {
    /** Why the run runs, for people. */
    public String because() {
      return "told to run again" + (note.isEmpty() ? "" : ": " + note);
    }
  }

  public JobOrders {
    cancelled = List.copyOf(cancelled);
  }

  public static JobOrders none(String stack, String job) {
    return new JobOrders(stack, job, Optional.empty(), Optional.empty(), List.of(), "");
  }

  public JobOrders suspend(Instant at, String note) {
    var suspension = Optional.of(new Suspension(at, note));
    return new JobOrders(stack, job, suspension, rerun, cancelled, cancelNote);
  }

  public JobOrders resume() {
    return new JobOrders(stack, job, Optional.empty(), rerun, cancelled, cancelNote);
  }

  public JobOrders rerun(Rerun order) {
    return new JobOrders(stack, job, suspended, Optional.of(order), cancelled, cancelNote);
  }

  public JobOrders cancel(String run) {
    var all = new ArrayList<>(cancelled);
    all.remove(run);
    all.add(run);
    var kept = all.subList(Math.max(0, all.size() - CANCELLED), all.size());
    return new JobOrders(stack, job, suspended, rerun, kept, "");
  }

  /** Why the run is given up that was given up last. */
  public JobOrders cancelledBecause(String note) {
    return new JobOrders(stack, job, suspended, rerun, cancelled, note);
  }

  /** What was said when the run was given up, if it is; of older ones that is not known. */
  public Optional<String> cancelled(String run) {
    if (!cancelled.contains(run)) return Optional.empty();
    return Optional.of(cancelled.getLast().equals(run) ? cancelNote : "");
  }
}
