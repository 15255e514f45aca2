package dev.skep.controller.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class SkepVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"skep " + known().orElse("(not packaged)")};
  }

  /** Empty where it runs from no jar. */
  static Optional<String> known() {
    return Optional.ofNullable(Skep.class.getPackage().getImplementationVersion());
  }
}
