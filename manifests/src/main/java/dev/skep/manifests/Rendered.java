package dev.skep.manifests;

import dev.skep.model.DesiredStack;
import java.util.List;

/**
 * A stack that was read, and what of it is not honoured.
 *
 * @param named where its name stands, or the file whose place gives the name
 */
public record Rendered(DesiredStack stack, Place named, List<Problem> warnings) {
  public Rendered {
    warnings = List.copyOf(warnings);
  }
}
