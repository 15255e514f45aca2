package dev.skep.controller.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.status.Yaml;
import dev.skep.model.JobPolicy;
import dev.skep.model.SpecPart;
import dev.skep.model.StackPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyFieldsTest {
  @Test
  void nameWhatOthersMaySetInAnOrderOfTheirOwn() {
    var ignored = new StackPolicy.Ignore("web", Set.of(SpecPart.ENV, SpecPart.REPLICAS));
    var policy = new StackPolicy(Set.of("mail", "db"), true, false, 20, false, List.of(ignored));
    assertThat(Yaml.text(PolicyFields.of(policy))).isEqualTo("""
            dependsOn:
              - db
              - mail
            suspend: true
            prune: false
            maxPrune: 20%
            selfHeal: false
            ignore:
              - service: web
                fields:
                  - replicas
                  - env
            progressDeadline: 10m
            """);
  }

  @Test
  void sayWhatIsSoByDefault() {
    assertThat(Yaml.text(PolicyFields.of(JobPolicy.DEFAULT))).isEqualTo("""
            retry: on-failure
            backoffLimit: unlimited
            backoff: {first: 5s, factor: 2, cap: 5m}
            startTimeout: 10m
            onNodeLost: wait
            onNewRevision: wait
            suspend: false
            runOn:
              - image
              - entrypoint
              - command
              - env
              - user
              - dir
              - mounts
              - configs
              - secrets
              - tasks
            ttlAfterSuccess: 10m
            ttlAfterFailure: 7d
            logTail: 100
            """);
  }

  @Test
  void nameTimesToTheLastNanosecond() {
    assertThat(List.of("PT0S", "PT1.5S", "PT90S", "P1DT1H0M1S", "PT0.000100S"))
        .map(Duration::parse)
        .map(PolicyFields::time)
        .containsExactly("0s", "1s500ms", "1m30s", "1d1h1s", "100000ns");
  }
}
