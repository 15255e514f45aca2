package dev.skep.controller.docker;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The last lines of a service's log, by the task that wrote them. The log is one with details: each
 * message begins with whose it is, such as {@code com.docker.swarm.task.id=…}, and a blank.
 */
final class TaskLines implements LogCall.Body<Map<String, List<String>>> {
  private static final Pattern TASK =
      Pattern.compile("com\\.docker\\.swarm\\.task\\.id=([^,\\s]+)");
  private static final int LONGEST_MESSAGE = 64 * 1024;
  private static final int MOST_OF_A_TERMINAL = 10_000;

  private final int most;
  private final Map<String, LogLines> byTask = new LinkedHashMap<>();

  TaskLines(int most) {
    this.most = most;
  }

  @Override
  public void read(InputStream body) throws IOException {
    var in = new PushbackInputStream(body, LogLines.HEADER);
    if (LogLines.framed(in)) readFrames(new DataInputStream(in));
    else readPlain(in);
    synchronized (this) {
      byTask.values().forEach(LogLines::finish);
    }
  }

  private void readFrames(DataInputStream in) throws IOException {
    while (true) {
      int stream = in.read();
      if (stream < 0) return;
      in.skipNBytes(3);
      long size = Integer.toUnsignedLong(in.readInt());
      var message = in.readNBytes((int) Math.min(size, LONGEST_MESSAGE));
      in.skipNBytes(size - message.length);
      take(stream, message);
    }
  }

  /** Of containers with a terminal, whose lines have no frames. */
  private void readPlain(InputStream in) throws IOException {
    var lines = new LogLines(MOST_OF_A_TERMINAL);
    lines.read(in);
    for (var line : lines.last()) take(1, (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void take(int stream, byte[] message) {
    int blank = 0;
    while (blank < message.length && message[blank] != ' ') blank++;
    var task = TASK.matcher(new String(message, 0, blank, StandardCharsets.US_ASCII));
    byTask
        .computeIfAbsent(task.find() ? task.group(1) : "", id -> new LogLines(most))
        .take(stream, message, Math.min(blank + 1, message.length));
  }

  @Override
  public synchronized Map<String, List<String>> last() {
    var out = new LinkedHashMap<String, List<String>>();
    byTask.forEach((task, lines) -> out.put(task, lines.last()));
    return out;
  }
}
