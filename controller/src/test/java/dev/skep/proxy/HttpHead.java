package dev.skep.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The head of an HTTP/1.1 request or answer; {@code raw} is what came, to be passed on. */
record HttpHead(String first, Map<String, String> headers, byte[] raw) {
  private static final int MOST = 1 << 20;

  /** Empty when the other side closed between two messages. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    var raw = new ByteArrayOutputStream();
    int last = 0; // the last four bytes
    while (last != 0x0D0A0D0A) {
      int b = in.read();
      if (b < 0 && raw.size() == 0) return Optional.empty();
      if (b < 0) throw new EOFException("the head ended early");
      if (raw.size() > MOST) throw new IOException("the head does not end");
      raw.write(b);
      last = last << 8 | b;
    }
    var lines = raw.toString(StandardCharsets.ISO_8859_1).split("\r\n");
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0)
        headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
    }
    return Optional.of(new HttpHead(lines[0], headers, raw.toByteArray()));
  }

  String method() {
    return first.split(" ")[0];
  }

  String path() {
    return first.split(" ")[1];
  }

  int status() {
    return Integer.parseInt(first.split(" ")[1]);
  }

  boolean chunked() {
    return headers
        .getOrDefault("Transfer-Encoding", "")
        .toLowerCase(Locale.ROOT)
        .contains("chunked");
  }

  Optional<Long> length() {
    return Optional.ofNullable(headers.get("Content-Length")).map(Long::parseLong);
  }

  boolean closes() {
    return "close".equalsIgnoreCase(headers.getOrDefault("Connection", ""));
  }

  /** An answer of these kinds has no body, whatever its headers say. */
  boolean bodiless(String requestMethod) {
    return requestMethod.equals("HEAD") || status() == 204 || status() == 304 || status() < 200;
  }
}
