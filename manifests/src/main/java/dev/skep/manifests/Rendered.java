package dev.skep.manifests;

import dev.skep.model.DesiredStack;
import java.util.List;

/** A stack that was read, and what of it is not honoured. */
public record Rendered(DesiredStack stack, List<Problem> warnings) {
  public Rendered {
    warnings = List.copyOf(warnings);
  }
}
