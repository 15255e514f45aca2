package dev.skep.controller.secrets;

import io.vavr.control.Either;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file with something secret in it. It is read at every use: who changes it need not restart
 * anything.
 *
 * @param flag which names it on the command line
 */
public record SecretFile(String flag, Path path) {
  private static final int LARGEST = 64 << 10;

  /**
   * All that is in it.
   *
   * @return left: what is wrong with the file and the mend
   */
  public Either<String, String> text() {
    try {
      if (Files.exists(path) && !Files.isRegularFile(path))
        return wrong("is no file; give the path of one");
      if (Files.size(path) > LARGEST) return wrong("is larger than 64 KB; it is not the one meant");
      var text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      return text.isBlank() ? wrong("is empty; put the secret into it") : Either.right(text);
    } catch (NoSuchFileException e) {
      return wrong("does not exist; put the secret into that file");
    } catch (AccessDeniedException e) {
      return wrong("may not be read; make it readable for the user that runs Skep");
    } catch (IOException e) {
      return wrong("cannot be read (" + e.getClass().getSimpleName() + "); put it elsewhere");
    }
  }

  /** The only line in it, without what editors put behind it. */
  public Either<String, String> line() {
    return text()
        .map(String::strip)
        .flatMap(line -> line.chars().anyMatch(c -> c < ' ')
            ? wrong("holds more than one line; only the secret belongs into it")
            : Either.right(line));
  }

  private Either<String, String> wrong(String what) {
    return Either.left(flag + " " + path + " " + what);
  }
}
