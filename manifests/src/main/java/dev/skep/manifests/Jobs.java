package dev.skep.manifests;

import dev.skep.model.JobPolicy;
import dev.skep.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells jobs from services. */
final class Jobs {
  /** How a service becomes a job, for messages. */
  static final String MARK =
      "mark it as a job with deploy.labels: {\"" + Labels.JOB + "\": \"true\"}";

  private final Fields service;
  private final Fields deploy;
  private final Problems problems;

  private Jobs(Fields service, Fields deploy, Problems problems) {
    this.service = service;
    this.deploy = deploy;
    this.problems = problems;
  }

  static Optional<JobPolicy> of(
      Fields service, Fields deploy, Map<String, String> labels, Problems problems) {
    var jobs = new Jobs(service, deploy, problems);
    var extension = service.section("x-skep");
    var policy = extension.flatMap(x -> x.section("job"));
    var cronjob = CronjobLabels.of(deploy, labels, problems);
    boolean job = jobs.marked(labels) || cronjob.isPresent();
    if (policy.isPresent() && !job) {
      problems.error(
          extension.get().place("job"), policy.get().path() + ": this service is no job; " + MARK);
    }
    extension.ifPresent(Fields::finishOurs);
    if (!job) {
      if (labels.containsKey(Labels.SCHEDULE)) {
        problems.error(
            deploy.place("labels"),
            deploy.path("labels") + "." + Labels.SCHEDULE + ": this service is no job; " + MARK);
      }
      return Optional.empty();
    }
    var schedule = Schedules.of(policy, deploy, labels, cronjob, problems);
    jobs.checkReplicas(schedule.isPresent() || cronjob.isPresent());
    if (cronjob.map(CronjobLabels::replicas).orElse(1) > 1) {
      problems.error(
          deploy.place("labels"),
          deploy.path("labels") + ": swarm.cronjob.replicas: more than one is not supported yet");
    }
    var read = Policies.of(service, deploy, policy, problems);
    return Optional.of(schedule.map(read::at).orElse(read));
  }

  private boolean marked(Map<String, String> labels) {
    boolean job = label(labels, Labels.EPHEMERAL) | label(labels, Labels.JOB);
    var mode = deploy.text("mode").orElse("");
    if (mode.equals("global-job") || job && mode.equals("global")) {
      problems.error(
          deploy.place("mode"),
          deploy.path("mode") + ": a job runs once, not on every node; "
              + (job ? "delete the mode" : "write replicated-job"));
    }
    for (var key : List.of(Labels.EPHEMERAL, Labels.JOB)) {
      if (service.pairs("labels").containsKey(key)) {
        problems.warning(
            service.place("labels"),
            service.path("labels") + ": " + key + " makes a job only under deploy.labels; move it");
      }
    }
    return job || mode.equals("replicated-job") || mode.equals("global-job");
  }

  private boolean label(Map<String, String> labels, String key) {
    var value = labels.getOrDefault(key, "");
    if (value.equalsIgnoreCase("true")) return true;
    if (!value.equalsIgnoreCase("false") && labels.containsKey(key)) {
      problems.error(
          deploy.place("labels"),
          deploy.path("labels") + ": " + key + " is " + Problems.quote(value)
              + "; write \"true\" or \"false\"");
    }
    return false;
  }

  /** Of what runs by the clock, 0 says that nothing runs but at its slots. */
  private void checkReplicas(boolean scheduled) {
    var replicas = deploy.natural("replicas");
    if (scheduled && replicas.orElse(1) == 0) return;
    if (replicas.isPresent() && replicas.getAsLong() != 1) {
      problems.error(
          deploy.place("replicas"),
          deploy.path("replicas")
              + ": a job runs once, more is not supported yet; delete the line");
    }
  }
}
