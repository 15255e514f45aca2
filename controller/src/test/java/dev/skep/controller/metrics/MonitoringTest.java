package dev.skep.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.print.Words;
import dev.skep.model.JobPhase;
import dev.skep.model.StackStatus.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard name what there is. */
class MonitoringTest {
  private static final Pattern METRIC = Pattern.compile("\\b(?:skep|jvm|process)_\\w+");
  private static final Pattern PHASES =
      Pattern.compile("skep_(stack|job)_phase\\{[^}]*phase=~?\"([^\"]+)\"");
  private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");

  /** Of Prometheus itself, and of histograms. */
  private static final Set<String> ITS_OWN = Set.of("job", "instance", "le");

  private static List<String> expressions() {
    return Stream.concat(
            Monitoring.alerts().stream().map(Monitoring.Alert::expression),
            Monitoring.dashboardExpressions().stream())
        .toList();
  }

  private static Set<String> metrics(String expression) {
    return METRIC
        .matcher(expression)
        .results()
        .map(m -> m.group().replaceFirst("_(bucket|count|sum)$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void eachMetricThatIsNamedIsExported() {
    var exported = MetricsDocument.families().keySet();
    for (var expression : expressions()) {
      assertThat(metrics(expression)).as(expression).isNotEmpty().isSubsetOf(exported);
    }
  }

  @Test
  void theDashboardShowsAllThatIsExported() {
    var shown = Monitoring.dashboardExpressions().stream()
        .flatMap(e -> metrics(e).stream())
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(shown).isEqualTo(MetricsDocument.families().keySet());
  }

  @Test
  void eachLabelThatIsGroupedByIsThere() {
    for (var expression : expressions()) {
      var there = metrics(expression).stream()
          .flatMap(m -> MetricsDocument.families().get(m).labels().stream())
          .collect(Collectors.toCollection(() -> new TreeSet<>(ITS_OWN)));
      var asked = BY.matcher(expression)
          .results()
          .flatMap(m -> Arrays.stream(m.group(1).split(", ")))
          .toList();
      assertThat(there).as(expression).containsAll(asked);
    }
  }

  @Test
  void eachPhaseThatIsAskedForExists() {
    var stacks = Arrays.stream(Phase.values()).map(Words::camel).toList();
    var jobs = Arrays.stream(JobPhase.values()).map(JobPhase::text).toList();
    var asked = expressions().stream().flatMap(e -> PHASES.matcher(e).results()).toList();
    assertThat(asked).isNotEmpty();
    for (var phases : asked) {
      assertThat(phases.group(1).equals("job") ? jobs : stacks)
          .containsAll(List.of(phases.group(2).split("\\|")));
    }
  }

  @Test
  void eachAlertSaysWhatAndWhatToDo() {
    assertThat(Monitoring.alerts()).hasSizeGreaterThan(15).allSatisfy(alert -> {
      assertThat(alert.name()).startsWith("Skep");
      assertThat(alert.severity()).isIn("critical", "warning");
      assertThat(alert.summary()).hasSizeBetween(10, 80);
      assertThat(alert.mend()).hasSizeGreaterThan(30);
    });
  }

  @Test
  void noTwoPanelsAreTheSame() {
    var panels = Monitoring.dashboard().path("panels");
    assertThat(panels.findValuesAsText("title")).doesNotHaveDuplicates().hasSizeGreaterThan(25);
    assertThat(panels)
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates()
        .doesNotContain(0);
  }
}
