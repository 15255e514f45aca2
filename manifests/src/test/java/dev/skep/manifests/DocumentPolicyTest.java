package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.SpecPart;
import dev.skep.model.StackPolicy;
import dev.skep.model.StackPolicy.Ignore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a stack is to be kept, as its document says. */
class DocumentPolicyTest extends StackDocuments {
  @Test
  void isThatOfTheStack() {
    spec("""
        dependsOn: [db, mail]
        suspend: true
        prune: false
        selfHeal: false
        ignore:
          - {service: app, fields: [replicas, env]}
          - {service: "*", fields: [labels]}
        progressDeadline: 1h30m
        """);
    assertThat(stack().policy())
        .isEqualTo(new StackPolicy(
            Set.of("db", "mail"),
            true,
            false,
            50,
            false,
            List.of(
                new Ignore("app", Set.of(SpecPart.REPLICAS, SpecPart.ENV)),
                new Ignore("*", Set.of(SpecPart.LABELS))),
            Duration.ofMinutes(90)));
  }

  @Test
  void ignoresTheFieldsOfAPartInTheServicesThatItNames() {
    spec("ignore: [{service: app, fields: [placement]}, {service: '*', fields: [labels]}]");
    var policy = stack().policy();
    assertThat(policy.ignores("app", "TaskTemplate.Placement.Constraints")).isTrue();
    assertThat(policy.ignores("app", "TaskTemplate.PlacementX")).isFalse();
    assertThat(policy.ignores("db", "TaskTemplate.Placement")).isFalse();
    assertThat(policy.ignores("db", "Labels.a")).isTrue();
  }

  @Test
  void hasValuesOfTheirKinds() {
    spec("""
        dependsOn: [db, db, [x]]
        suspend: maybe
        prune: 2
        selfHeal: []
        ignore: {}
        progressDeadline: 0s
        """);
    refuses(
        "stack.yaml:5:19: spec.dependsOn: db stands here twice; keep one",
        "stack.yaml:5:23: spec.dependsOn: expected a text, found a list",
        "stack.yaml:6:12: spec.suspend: expected true or false, found the text \"maybe\"",
        "stack.yaml:7:10: spec.prune: expected true or false, found the number 2",
        "stack.yaml:8:13: spec.selfHeal: expected true or false, found a list",
        "stack.yaml:9:11: spec.ignore: expected a list (- item), found a mapping",
        "stack.yaml:10:3: spec.progressDeadline: 0 leaves no time to start; write more, such as"
            + " 10m");
    spec("progressDeadline: 10");
    refuses("stack.yaml:5:21: spec.progressDeadline: expected a duration such as 30s, 10m or 7d,"
        + " found the number 10");
  }

  @Test
  void ignoresKnownFieldsOfKnownServices() {
    spec("""
        ignore:
          - {service: apq, fields: [environment, env, env]}
          - {service: app, fields: [nonsense], field: [x]}
          - {fields: []}
          - app
        """);
    var known = "replicas, image, entrypoint, command, env, labels, mounts, configs, secrets,"
        + " networks, ports, resources, placement, healthcheck, logging, restart, update";
    refuses(
        "stack.yaml:6:17: spec.ignore.service: there is no service \"apq\"; did you mean app?",
        "stack.yaml:6:31: spec.ignore.fields: \"environment\" is no field that can be ignored; did"
            + " you mean env?",
        "stack.yaml:6:49: spec.ignore.fields: env stands here twice; keep one",
        "stack.yaml:7:31: spec.ignore.fields: \"nonsense\" is no field that can be ignored; write"
            + " one of " + known,
        "stack.yaml:7:42: spec.ignore.field: unknown key; did you mean fields?",
        "stack.yaml:8:7: spec.ignore.service is missing; name one, or write \"*\" for all",
        "stack.yaml:8:8: spec.ignore.fields is missing; name some of " + known,
        "stack.yaml:9:7: spec.ignore: expected a mapping (key: value), found the text \"app\"");
  }
}
