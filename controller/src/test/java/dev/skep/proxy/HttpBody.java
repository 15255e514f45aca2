package dev.skep.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes bodies on as they come, chunk heads included, so that streams stay streams. */
final class HttpBody {
  private HttpBody() {}

  static long copyRequest(HttpHead head, InputStream in, OutputStream out) throws IOException {
    if (head.chunked()) return copyChunks(in, out, out);
    return copy(in, out, head.length().orElse(0L));
  }

  /** The body itself, without the heads of its chunks. */
  static byte[] content(HttpHead head, InputStream in) throws IOException {
    var out = new ByteArrayOutputStream();
    if (head.chunked()) copyChunks(in, out, OutputStream.nullOutputStream());
    else copy(in, out, head.length().orElse(0L));
    return out.toByteArray();
  }

  static long copyAnswer(HttpHead head, String method, InputStream in, OutputStream out)
      throws IOException {
    if (head.bodiless(method)) return 0;
    if (head.chunked()) return copyChunks(in, out, out);
    if (head.length().isPresent()) return copy(in, out, head.length().get());
    return copyToTheEnd(in, out);
  }

  private static long copyChunks(InputStream in, OutputStream out, OutputStream heads)
      throws IOException {
    long total = 0;
    while (true) {
      var line = line(in);
      heads.write(line);
      var text = new String(line, StandardCharsets.ISO_8859_1).strip();
      long size = Long.parseLong(text.split(";")[0], 16);
      if (size == 0) break;
      total += copy(in, out, size);
      heads.write(line(in));
      out.flush();
    }
    // Trailers, and the empty line that ends them.
    for (var line = line(in); ; line = line(in)) {
      heads.write(line);
      if (line.length <= 2) break;
    }
    out.flush();
    return total;
  }

  private static byte[] line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n') return line.toByteArray();
    }
    throw new EOFException("the body ended early");
  }

  private static long copy(InputStream in, OutputStream out, long size) throws IOException {
    var buffer = new byte[8192];
    long left = size;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (n < 0) throw new EOFException("the body ended early");
      out.write(buffer, 0, n);
      left -= n;
    }
    out.flush();
    return size;
  }

  private static long copyToTheEnd(InputStream in, OutputStream out) throws IOException {
    var buffer = new byte[8192];
    long total = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      out.flush();
      total += n;
    }
    return total;
  }
}
