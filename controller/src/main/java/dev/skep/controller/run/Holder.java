package dev.skep.controller.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** Names this process in the lease and in status files. */
public final class Holder {
  private Holder() {}

  /** Host, process and chance: two processes never share it, not even across a restart. */
  public static String name() {
    return host() + "-" + ProcessHandle.current().pid() + "-"
        + UUID.randomUUID().toString().substring(0, 8);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }
}
