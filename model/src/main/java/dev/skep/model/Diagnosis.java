package dev.skep.model;

import java.util.List;

/**
 * What all looks found.
 *
 * @param engine whether there is one that answers
 */
public record Diagnosis(boolean engine, List<Finding> findings) {
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  public long count(Finding.Grade grade) {
    return findings.stream().filter(f -> f.grade() == grade).count();
  }
}
