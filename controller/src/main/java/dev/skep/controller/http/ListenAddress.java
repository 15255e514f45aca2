package dev.skep.controller.http;

import io.vavr.control.Either;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/** Reads {@code ADDR:PORT}, {@code :PORT} or {@code PORT}; without address this machine alone. */
public final class ListenAddress {
  private static final Pattern TEXT = Pattern.compile("(?:(\\[[^\\]]+]|[^:]*):)?(\\d{1,5})");
  private static final int HIGHEST = 65_535;

  private ListenAddress() {}

  /**
   * @return left: how to write it
   */
  public static Either<String, InetSocketAddress> parse(String flag, String text) {
    var match = TEXT.matcher(text);
    if (!match.matches() || Integer.parseInt(match.group(2)) > HIGHEST) {
      return Either.left(flag + " '" + text + "' is no address; write ADDR:PORT, such as"
          + " 0.0.0.0:9876, or PORT for this machine alone");
    }
    int port = Integer.parseInt(match.group(2));
    var host = match.group(1);
    if (host == null || host.isEmpty()) {
      return Either.right(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
    var address = new InetSocketAddress(host, port);
    return address.isUnresolved()
        ? Either.left(flag + " " + text + ": this machine knows no " + host)
        : Either.right(address);
  }
}
