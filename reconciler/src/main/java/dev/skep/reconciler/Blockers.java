package dev.skep.reconciler;

import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a stack cannot get past by itself, and what a person could do about it. */
final class Blockers {
  private final List<String> told = new ArrayList<>();
  private final List<String> blocked = new ArrayList<>();
  private final List<String> degraded = new ArrayList<>();
  private final Set<String> unblock = new LinkedHashSet<>();
  private final String stack;
  private final Snapshot snapshot;
  private final Map<String, String> late = new TreeMap<>();

  Blockers(
      Snapshot snapshot,
      Map<String, ServiceStanding> standings,
      List<JobRow> jobs,
      References references,
      Prune prune) {
    this.stack = snapshot.desired().name();
    this.snapshot = snapshot;
    if (snapshot.desired().gone()) {
      boolean going = snapshot.ledger().removal().isPresent();
      blocked.add(going ? Remedies.GOING : Remedies.ORPHANED);
      if (!going) unblock.addAll(Remedies.orphaned(stack));
    }
    snapshot.suspended().ifPresent(why -> {
      blocked.add("suspended: " + why);
      unblock.add(Remedies.resume(stack, why));
    });
    if (snapshot.reportOnly()) {
      told.add(reported(standings));
      unblock.add(Remedies.approve(stack));
    }
    snapshot.pin().ifPresent(pin -> {
      told.add(Remedies.told(pin));
      unblock.addAll(Remedies.pinned(stack));
    });
    snapshot.lostPin().ifPresent(r -> blocked.add("revision " + r + " is not kept any more"));
    jobs.forEach(this::job);
    standings.values().forEach(this::service);
    if (!late.isEmpty()) late();
    degraded.addAll(references.missing());
    degraded.addAll(new TreeSet<>(snapshot.memory().rejected().values()));
    if (prune.needsPerson()) {
      blocked.add(prune.why() + ": " + String.join(", ", prune.names()));
      unblock.add("skep approve stack " + stack + "   # if that is meant");
    }
  }

  private static String reported(Map<String, ServiceStanding> standings) {
    var differ = standings.values().stream()
        .filter(s -> s.absent() || !s.beyondMarks().isEmpty())
        .map(s -> s.desired().name())
        .toList();
    return differ.isEmpty()
        ? "adopted; nothing differs from the manifest"
        : "adopted; what differs from the manifest is left: " + String.join(", ", differ);
  }

  private void job(JobRow job) {
    unblock.addAll(Remedies.of(stack, job));
    switch (job.phase()) {
      // Nothing waits for what runs by the clock, and its next slot may be better.
      case FAILED -> (job.schedule().isPresent() ? degraded : blocked).add(JobWords.told(job));
      case UNKNOWN, SUSPENDED -> blocked.add(JobWords.told(job));
      case BLOCKED -> {
        // What holds the whole stack is said once.
        boolean said = job.reason() == Reason.SUSPENDED || job.reason() == Reason.REPORT_ONLY;
        if (job.stalled() && !said) {
          blocked.add(JobWords.told(job));
        }
      }
      case STARTING -> {
        if (job.stalled()) {
          degraded.add(JobWords.told(job));
        }
      }
      case PENDING, RUNNING, BACKING_OFF, STOPPING, SUCCEEDED, SCHEDULED, SUPERSEDED -> {}
    }
  }

  private void service(ServiceStanding standing) {
    var full = standing.desired().fullName();
    if (standing.foreign()) {
      blocked.add("service " + full + " exists and is not ours");
      boolean given = standing.observed().flatMap(s -> s.label(Labels.OWNER)).isEmpty();
      if (given) unblock.add(Remedies.adopt(stack));
      unblock.add("docker service rm " + full + "   # then Skep makes it anew");
      return;
    }
    if (standing.changedOutside() && !snapshot.desired().policy().selfHeal()) {
      blocked.add("service " + standing.desired().name() + " was changed outside ("
          + Statuses.changedOutside(standing) + "), and the manifest says selfHeal: false");
      unblock.add("put the change into the manifest, or take selfHeal out of its stack.yaml");
    }
    standing.contest().ifPresent(contest -> {
      degraded.add("somebody keeps changing service " + standing.desired().name() + " ("
          + Statuses.changedOutside(standing) + "): put right " + contest.times()
          + " times, next at " + contest.until());
      unblock.add("find who changes " + full + " (a script, another tool, docker stack deploy), and"
          + " stop it or put the change into the manifest");
    });
    if (standing.rolledBack()) {
      degraded.add("service " + standing.desired().name()
          + " was rolled back by the engine; change it to try again");
    } else if (standing.observed().flatMap(o -> o.updateState()).equals(Optional.of("paused"))
        && !standing.healthy()) {
      degraded.add("the engine paused the update of service "
          + standing.desired().name() + ": " + standing.complaint());
    } else {
      Unwell.of(snapshot, standing)
          .filter(unwell -> unwell.late(snapshot))
          .ifPresent(unwell -> late.put(full, late(standing, unwell)));
    }
  }

  private String late(ServiceStanding standing, Unwell unwell) {
    var complaint = standing.complaint();
    return "service " + standing.desired().name() + " has not been healthy since "
        + Statuses.seconds(unwell.since()) + ", longer than progressDeadline allows: "
        + standing.running()
        + " of " + standing.wanted() + " tasks running" + (complaint.isEmpty() ? "" : ", ")
        + complaint;
  }

  private void late() {
    degraded.addAll(late.values());
    boolean back = snapshot.pin().isEmpty()
        && snapshot.ledger().stack().flatMap(s -> s.value().lastGood()).isPresent();
    unblock.addAll(Remedies.late(stack, List.copyOf(late.keySet()), back));
  }

  /** Services that are unwell for longer than they may be. */
  List<String> unwell() {
    return List.copyOf(late.values());
  }

  boolean blocked() {
    return !blocked.isEmpty();
  }

  boolean degraded() {
    return !degraded.isEmpty();
  }

  Optional<String> first() {
    var all = new ArrayList<>(blocked);
    all.addAll(degraded);
    all.addAll(told);
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
  }

  List<String> unblock() {
    return List.copyOf(unblock);
  }
}
