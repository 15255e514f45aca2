package dev.skep.controller.docker;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The last lines of a service's log. Filled by the thread that reads, asked by the thread whose
 * time is over: a log of a node that went away never ends, and what came is worth keeping.
 */
final class LogLines implements LogCall.Body<List<String>> {
  private static final int LONGEST_LINE = 2_000;
  private static final int MOST_BYTES = 256 * 1024;
  static final int HEADER = 8;

  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();
  private final Line[] unfinished = {new Line(), new Line(), new Line()};
  private int held;

  LogLines(int most) {
    this.most = most;
  }

  /** Reads to the end: frames of 8 bytes head each, or plain text where the container has a TTY. */
  @Override
  public void read(InputStream body) throws IOException {
    var in = new PushbackInputStream(body, HEADER);
    if (framed(in)) readFrames(new DataInputStream(in));
    else readPlain(in);
    finish();
  }

  /** Whether frames follow; it takes nothing. */
  static boolean framed(PushbackInputStream in) throws IOException {
    var head = in.readNBytes(HEADER);
    in.unread(head);
    return framed(head);
  }

  /** What has no end of a line yet gets none. */
  synchronized void finish() {
    for (var line : unfinished) if (line.begun) end(line);
  }

  private static boolean framed(byte[] head) {
    return head.length == HEADER
        && head[0] <= 3
        && head[0] >= 0
        && head[1] == 0
        && head[2] == 0
        && head[3] == 0;
  }

  private void readFrames(DataInputStream in) throws IOException {
    var buffer = new byte[8192];
    while (true) {
      int head = in.read();
      if (head < 0) return;
      in.skipNBytes(3);
      long left = Integer.toUnsignedLong(in.readInt());
      var line = unfinished[head & 1];
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n < 0) throw new EOFException("the log ended within a frame");
        take(line, buffer, n);
        left -= n;
      }
    }
  }

  private void readPlain(InputStream in) throws IOException {
    var buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) take(unfinished[2], buffer, n);
  }

  /** The rest of a message that its stream's number stood before. */
  synchronized void take(int stream, byte[] bytes, int from) {
    take(
        unfinished[stream & 1], Arrays.copyOfRange(bytes, from, bytes.length), bytes.length - from);
  }

  private synchronized void take(Line line, byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') end(line);
      else line.add(bytes[i]);
    }
  }

  private synchronized void end(Line line) {
    var text = line.finish();
    lines.addLast(text);
    held += text.length();
    while (lines.size() > most || held > MOST_BYTES) held -= lines.removeFirst().length();
  }

  /** Oldest first. */
  @Override
  public synchronized List<String> last() {
    return new ArrayList<>(lines);
  }

  /** One line in the making, cut where it grows too long. */
  private static final class Line {
    private final byte[] bytes = new byte[LONGEST_LINE];
    private int size;
    private boolean begun;
    private boolean cut;

    void add(byte b) {
      begun = true;
      if (size < LONGEST_LINE) bytes[size++] = b;
      else cut = true;
    }

    /** Malformed UTF-8 becomes U+FFFD; control characters could forge a terminal's output. */
    String finish() {
      var text = new StringBuilder();
      new String(bytes, 0, size, StandardCharsets.UTF_8)
          .codePoints()
          .filter(c -> c == '\t' || !Character.isISOControl(c))
          .forEach(text::appendCodePoint);
      if (cut) text.append('…');
      size = 0;
      begun = false;
      cut = false;
      return text.toString();
    }
  }
}
