package dev.skep.controller.git;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps what this machine's users have set for Git out of the controller: the same address must
 * mean the same everywhere, and no setting may rewrite it or switch checks off. Nothing is written
 * to a home folder either, which may be read-only.
 */
final class Isolation extends SystemReader.Delegate {
  private Isolation(SystemReader system) {
    super(system);
  }

  /** Once for the process; JGit has no narrower way. */
  static synchronized void begin() {
    if (SystemReader.getInstance() instanceof Isolation) return;
    SystemReader.setInstance(new Isolation(SystemReader.getInstance()));
  }

  /** Such as GIT_SSH, which names a program to run. */
  @Override
  public String getenv(String variable) {
    return variable.startsWith("GIT_") ? null : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  private static final class Nothing extends FileBasedConfig {
    Nothing(Config parent, FS fs) {
      super(parent, Path.of("/nonexistent").toFile(), fs);
    }

    /**
     * How fine the times of a file system are. JGit would take seconds and files of its own to
     * measure that; a clock tick of the kernel is what local disks have, and every look opens its
     * files anew.
     */
    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long otherwise, TimeUnit unit) {
      return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
          ? unit.convert(10, TimeUnit.MILLISECONDS)
          : super.getTimeUnit(section, subsection, name, otherwise, unit);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
