package dev.skep.controller.status;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * {@code status/events.jsonl}: what happened, a line each, newest last. Two older files are kept.
 *
 * <p>Not thread-safe; {@link StatusBoard} uses it from one thread.
 */
public final class EventLog {
  static final long FULL = 5_000_000;

  private final Path file;
  private final long full;
  private final Disk disk = new Disk();

  public EventLog(Path folder) {
    this(folder, FULL);
  }

  EventLog(Path folder, long full) {
    this.file = folder.resolve("events.jsonl");
    this.full = full;
  }

  /** What the disk refuses; empty when it obeys. */
  public Optional<String> fault() {
    return disk.fault();
  }

  /** Events that cannot be written are lost: the records hold what matters. */
  public void append(List<Event> events) {
    if (!events.isEmpty()) disk.attempt(file, () -> write(events));
  }

  private void write(List<Event> events) throws IOException {
    Files.createDirectories(file.getParent());
    if (Files.exists(file) && Files.size(file) >= full) rotate();
    var text = new StringBuilder(endsMidLine() ? "\n" : "");
    for (var event : events) text.append(event.line()).append('\n');
    Files.writeString(
        file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** A full disk or a crash cut the last line short; the next one must not join it. */
  private boolean endsMidLine() throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) return false;
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(in.length() - 1);
      return in.read() != '\n';
    }
  }

  private void rotate() throws IOException {
    if (Files.exists(older(1))) {
      Files.move(older(1), older(2), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(file, older(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path older(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
