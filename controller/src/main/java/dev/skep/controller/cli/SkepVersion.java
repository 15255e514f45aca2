package dev.skep.controller.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class SkepVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Optional.ofNullable(Skep.class.getPackage().getImplementationVersion());
    return new String[] {"skep " + version.orElse("(not packaged)")};
  }
}
