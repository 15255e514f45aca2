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
      Fields service,
      Fields deploy,
      Map<String, String> labels,
      Optional<CronjobLabels> cronjob,
      Problems problems) {
    var jobs = new Jobs(service, deploy, problems);
    var extension = service.section("x-skep");
    var policy = extension.flatMap(x -> x.section("job"));
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
    var read = Policies.of(service, deploy, policy, problems);
    return Optional.of(schedule.map(read::at).orElse(read));
  }

  private boolean marked(Map<String, String> labels) {
    boolean job = label(labels, Labels.EPHEMERAL) | label(labels, Labels.JOB);
    var mode = deploy.text("mode").orElse("");
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
}
