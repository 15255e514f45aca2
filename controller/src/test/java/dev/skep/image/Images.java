package dev.skep.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code make image} leaves. */
public final class Images {
  public static final Path IMAGE = Path.of("target/skep-image.tar").toAbsolutePath();

  private Images() {}

  public static Path tarball() {
    try (var files = Files.newDirectoryStream(Path.of("target"), "skep-*-linux-*.tar.gz")) {
      return files.iterator().next().toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
