package dev.skep.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says of the alerts, and of what the dashboard asks it. */
class PromtoolIT {
  private static Promtool promtool;

  @TempDir
  Path folder;

  @BeforeAll
  static void find() {
    promtool = Promtool.orSkip();
  }

  private static void good(String input, String... arguments) {
    var verdict = promtool.says(input, arguments);
    assertThat(verdict.good()).as(verdict.said()).isTrue();
  }

  @Test
  void theAlertsAreRules() {
    good("", "check", "rules", Monitoring.FOLDER.resolve("alerts.yml").toString());
  }

  @Test
  void theAlertsFireWhenTheyShouldAndAreSilentElse() {
    good("", "test", "rules", Monitoring.FOLDER.resolve("alerts.test.yml").toString());
  }

  @Test
  void theDashboardAsksWhatCanBeAnswered() throws Exception {
    var rules = Monitoring.dashboardExpressions().stream()
        .map(e -> "  - {record: \"dashboard:x\", expr: '" + e + "'}\n")
        .collect(Collectors.joining("", "groups:\n- name: dashboard\n  rules:\n", ""));
    var file = Files.writeString(folder.resolve("dashboard.yml"), rules);
    good("", "check", "rules", "--lint=none", file.toString());
  }

  @Test
  void whatIsNoRuleIsRefused() throws Exception {
    var file = Files.writeString(
        folder.resolve("bad.yml"), "groups: [{name: a, rules: [{record: b, expr: 'sum('}]}]\n");
    assertThat(promtool.says("", "check", "rules", file.toString()).good()).isFalse();
  }
}
