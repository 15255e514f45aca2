package dev.skep.manifests;

import dev.skep.model.DependsOn;
import dev.skep.model.DesiredService;
import dev.skep.model.JobPolicy;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One service of a file as the ServiceSpec that {@code docker stack deploy} sends. */
final class ServiceReader {
  /**
   * A service before the names it depends on are checked.
   *
   * @param dependsOn what the file asks to wait for
   */
  record Read(String name, Tree.Obj spec, Optional<JobPolicy> job, Dependencies.Wanted dependsOn) {
    DesiredService service(Map<String, DependsOn> conditions) {
      return new DesiredService(name, spec, conditions, job);
    }
  }

  /**
   * Parts that the CLI sends also when they say nothing: the engine takes an empty one for another
   * than none, and restarts all tasks when the one becomes the other.
   */
  private static final List<String> EMPTY_PARTS = List.of(
      "EndpointSpec",
      "TaskTemplate.Placement",
      "TaskTemplate.Resources",
      Container.CONTAINER + "Privileges");

  private final Scope scope;
  private final Problems problems;
  private final Names names;
  private final Volumes volumes;
  private final Networks networks;
  private final Payloads configs;
  private final Payloads secrets;
  private final IngressPorts ingress;

  ServiceReader(
      Scope scope,
      Names names,
      Volumes volumes,
      Networks networks,
      Payloads configs,
      Payloads secrets) {
    this.scope = scope;
    this.problems = scope.problems();
    this.names = names;
    this.volumes = volumes;
    this.networks = networks;
    this.configs = configs;
    this.secrets = secrets;
    this.ingress = new IngressPorts(problems);
  }

  Read read(String name, Yaml.Entry entry) {
    names.service(scope.full(name), name, entry.keyPlace());
    var service = Fields.of(entry.value(), "services." + name, problems);
    var deploy = service
        .section("deploy")
        .orElseGet(() -> Fields.of(
            Scalars.plain(entry.keyPlace(), "", Yaml.Mark.NONE), service.path("deploy"), problems));
    var labels = new TreeMap<>(deploy.pairs("labels"));
    var draft = new Draft().set("Name", scope.full(name));
    EMPTY_PARTS.forEach(part -> draft.keep(part, Tree.Obj.EMPTY));
    image(service, entry.keyPlace(), draft, labels);
    draft.set("Labels", scope.stackLabelTree(labels));
    Container.write(service, draft, scope);
    attachments(service, deploy, name, draft);
    var cronjob = CronjobLabels.of(deploy, labels, problems);
    var job = Jobs.of(service, deploy, labels, cronjob, problems);
    mode(deploy, draft, job, cronjob);
    Deploy.restart(service, deploy, draft, problems);
    Deploy.write(deploy, draft, problems);
    warnOfRestart(service, deploy, job.isPresent());
    deploy.finish();
    var wanted = Dependencies.Wanted.of(service, problems);
    service.anything("profiles");
    service.anything("extends");
    Unhonoured.check(service);
    service.finish();
    return new Read(name, draft.tree(), job, wanted);
  }

  private void image(Fields service, Place place, Draft draft, Map<String, String> labels) {
    var image = service.text("image").filter(i -> !i.isEmpty());
    // Who extends what could not be read may have one from there.
    if (image.isEmpty() && service.has("extends")) return;
    if (image.isEmpty()) {
      problems.error(
          place,
          service.path() + ": image is missing; "
              + (service.has("build")
                  ? "Swarm does not build: build and push the image, and name it here"
                  : "write image: NAME:TAG"));
      return;
    }
    labels.put(Labels.IMAGE, image.get());
    Image.familiar(image.get())
        .ifPresentOrElse(
            name -> draft.set(Container.CONTAINER + "Image", name),
            () -> problems.error(
                service.value("image").orElseThrow().place(),
                service.path("image") + ": " + Problems.quote(image.get())
                    + " is no image reference; write e.g. registry.example.com/team/app:1.4.2, in"
                    + " lower case"));
  }

  private void attachments(Fields service, Fields deploy, String name, Draft draft) {
    draft.set(Container.CONTAINER + "Mounts", Mounts.of(service, volumes, scope));
    draft.set(
        Container.CONTAINER + "Secrets",
        PayloadReferences.of(service, secrets, problems).tree());
    var credentials = Credentials.write(service, configs, draft, problems);
    draft.set(
        Container.CONTAINER + "Configs",
        PayloadReferences.of(service, configs, problems).and(credentials).tree());
    draft.set("TaskTemplate.Networks", networks.attachments(service, name));
    boolean balanced = !deploy.text("endpoint_mode").orElse("").equalsIgnoreCase("dnsrr");
    draft.set("EndpointSpec.Ports", Ports.of(service, balanced, ingress, problems));
  }

  private void mode(
      Fields deploy, Draft draft, Optional<JobPolicy> job, Optional<CronjobLabels> cronjob) {
    var mode = deploy.text("mode").orElse("");
    var replicas = deploy.natural("replicas");
    if (!Set.of("", "replicated", "global", "replicated-job", "global-job").contains(mode)) {
      problems.error(
          deploy.place("mode"),
          deploy.path("mode")
              + ": expected replicated, global, replicated-job or global-job, found "
              + Problems.quote(mode));
    } else if (JobWidth.everywhere(mode) && replicas.isPresent()) {
      problems.error(
          deploy.place("replicas"),
          deploy.path("replicas") + ": cannot stand beside mode: " + mode
              + "; delete one of the two");
    }
    if (job.isPresent()) {
      JobWidth.write(deploy, draft, job.get().schedule().isPresent(), cronjob, problems);
    } else if (mode.equals("global")) {
      draft.keep("Mode.Global", Tree.Obj.EMPTY);
    } else {
      draft.keep("Mode.Replicated", Tree.Obj.EMPTY);
      replicas.ifPresent(n -> draft.keep("Mode.Replicated.Replicas", Tree.of(n)));
    }
  }

  private void warnOfRestart(Fields service, Fields deploy, boolean job) {
    boolean no = RestartWord.of(service, problems).kind() == RestartWord.Kind.NO;
    if (no && !job && !deploy.has("restart_policy")) {
      problems.warning(
          service.place("restart"),
          service.path("restart") + ": Swarm takes \"no\" for no policy, and restarts always; write"
              + " deploy.restart_policy.condition: none");
    }
  }
}
