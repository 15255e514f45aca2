package dev.skep.controller.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of manifests/monitoring. */
final class Monitoring {
  static final Path FOLDER = Path.of("../manifests/monitoring");

  /** An alert; what else it has goes unread. */
  record Alert(String name, String expression, String severity, String summary, String mend) {}

  private Monitoring() {}

  static List<Alert> alerts() {
    var file =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text("alerts.yml"));
    var out = new ArrayList<Alert>();
    for (var group : (List<?>) file.get("groups")) {
      for (var rule : (List<?>) ((Map<?, ?>) group).get("rules")) out.add(alert((Map<?, ?>) rule));
    }
    return out;
  }

  private static Alert alert(Map<?, ?> rule) {
    var labels = (Map<?, ?>) rule.get("labels");
    var told = (Map<?, ?>) rule.get("annotations");
    return new Alert(
        (String) rule.get("alert"),
        (String) rule.get("expr"),
        (String) labels.get("severity"),
        (String) told.get("summary"),
        (String) told.get("description"));
  }

  static JsonNode dashboard() {
    try {
      return new ObjectMapper().readTree(text("dashboard.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of all panels; a choice that people make stands for any. */
  static List<String> dashboardExpressions() {
    return dashboard().findValuesAsText("expr").stream()
        .map(expr -> expr.replace("$job", ".+"))
        .toList();
  }

  static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
