package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.DesiredNetwork;
import dev.skep.model.DesiredPayload;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import dev.skep.model.Reason;
import dev.skep.model.Receipt;
import dev.skep.model.StackRecord;
import dev.skep.model.Tree;
import java.util.Optional;
import java.util.Set;

/** One write, with its reason. The actions of one plan do not depend on each other. */
public sealed interface Action {

  /** What it acts on, such as {@code service web}. */
  String target();

  /** Why, for people. */
  String reason();

  /** Tells one kind of write to one target from all others. */
  default String key() {
    return getClass().getSimpleName() + " " + target();
  }

  /** Things of a stack itself. */
  sealed interface OfStack extends Action {}

  /** Steps of a job. */
  sealed interface OfJob extends Action {
    String job();

    @Override
    default String target() {
      return "job " + job();
    }
  }

  record CreateNetwork(DesiredNetwork network, String reason) implements OfStack {
    @Override
    public String target() {
      return "network " + network.key();
    }
  }

  /** {@code name} is the rotated one. */
  record CreatePayload(DesiredPayload payload, String name, String reason) implements OfStack {
    @Override
    public String target() {
      return words(payload);
    }
  }

  /** Puts back the labels of one of ours that somebody has overwritten. */
  record MarkPayload(DesiredPayload payload, ObservedPayload observed, String reason)
      implements OfStack {
    @Override
    public String target() {
      return words(payload);
    }
  }

  static String words(DesiredPayload payload) {
    return (payload.kind() == DesiredPayload.Kind.CONFIG ? "config " : "secret ") + payload.key();
  }

  record CreateService(String service, Tree.Obj spec, String reason) implements OfStack {
    @Override
    public String target() {
      return "service " + service;
    }
  }

  record UpdateService(String service, ObservedService observed, Tree.Obj spec, String reason)
      implements OfStack {
    @Override
    public String target() {
      return "service " + service;
    }
  }

  record RemoveService(String service, ObservedService observed, String reason) implements OfStack {
    @Override
    public String target() {
      return "service " + service;
    }
  }

  /**
   * @param receipt of the revision that is taken up with it, written first
   * @param images names of which the registries are asked before, and which the record then locks
   */
  record SaveStack(
      Optional<Held<StackRecord>> before,
      StackRecord after,
      Optional<Receipt> receipt,
      Set<String> images,
      String reason)
      implements OfStack {
    /** Of a revision that was taken up before. */
    SaveStack(Optional<Held<StackRecord>> before, StackRecord after, String reason) {
      this(before, after, Optional.empty(), Set.of(), reason);
    }

    /** The revision is wholly in place, and was not before. */
    boolean settles() {
      return !after.applied().equals(before.flatMap(b -> b.value().applied()));
    }

    @Override
    public String target() {
      return "record of stack " + after.stack();
    }
  }

  /** Create-if-absent, or compare-and-swap of what was read. */
  record SaveJob(String job, Optional<Held<JobRecord>> before, JobRecord after, String reason)
      implements OfJob {}

  /** Makes the attempt's service with no replica: it cannot run yet. */
  record CreateAttempt(String job, Tree.Obj spec, String reason) implements OfJob {}

  /** 0→1 by id, at the version read. */
  record StartAttempt(String job, ObservedService observed, String reason) implements OfJob {}

  /** Puts an impossible constraint on it, which ends its task but keeps the evidence. */
  record StopAttempt(String job, ObservedService observed, Reason why) implements OfJob {
    @Override
    public String reason() {
      return "stop: " + why.text();
    }
  }

  /** Saves the log, then the record. Nothing of the attempt is removed before. */
  record RecordAttempt(
      String job, Optional<ObservedService> observed, AttemptRecord record, int logLines)
      implements OfJob {
    @Override
    public String reason() {
      return "attempt " + record.number() + " " + record.reason().text();
    }
  }

  /** Removes an attempt's service, by id. */
  record CollectAttempt(String job, ObservedService observed, String reason) implements OfJob {}
}
