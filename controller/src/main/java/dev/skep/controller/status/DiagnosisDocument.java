package dev.skep.controller.status;

import dev.skep.controller.print.Words;
import dev.skep.model.Diagnosis;
import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import java.util.Map;

/** {@code skep doctor -o json}. */
public final class DiagnosisDocument {
  private DiagnosisDocument() {}

  public static Map<String, Object> of(Diagnosis diagnosis) {
    var counts = new Fields();
    for (var grade : Grade.values()) counts.put(Words.camel(grade), diagnosis.count(grade));
    return new Fields()
        .put("apiVersion", Documents.API_VERSION)
        .put("kind", "Diagnosis")
        .put("counts", counts.map())
        .put(
            "findings",
            diagnosis.findings().stream().map(DiagnosisDocument::finding).toList())
        .map();
  }

  private static Map<String, Object> finding(Finding finding) {
    return new Fields()
        .put("grade", Words.camel(finding.grade()))
        .put("about", finding.about())
        .put("message", finding.said())
        .put("mend", finding.mend())
        .map();
  }
}
