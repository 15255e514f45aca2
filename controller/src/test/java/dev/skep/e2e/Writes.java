package dev.skep.e2e;

import dev.skep.proxy.Exchange;
import dev.skep.proxy.FaultProxy;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Writes that went over a socket, without those that only keep a lease. */
record Writes(FaultProxy proxy, String leaseId) {
  boolean effective(Exchange exchange) {
    return exchange.isWrite() && !exchange.path().startsWith("/configs/" + leaseId + "/");
  }

  List<Exchange> all() {
    return proxy.log().stream().filter(this::effective).toList();
  }

  /** Matches the n-th of them, counted from 1. */
  Predicate<Exchange> nth(int n) {
    return nth(n, this::effective);
  }

  /** Matches the n-th that another predicate matches. */
  static Predicate<Exchange> nth(int n, Predicate<Exchange> which) {
    var seen = new int[1];
    return exchange -> which.test(exchange) && ++seen[0] == n;
  }

  /** Matches posts to paths that begin so; a regular expression. */
  static Predicate<Exchange> post(String path) {
    var begins = Pattern.compile(path);
    return exchange ->
        exchange.method().equals("POST") && begins.matcher(exchange.path()).lookingAt();
  }
}
