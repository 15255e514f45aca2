package dev.skep.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that a lab belongs to. A number alone would not do: it is given again, and means
 * another process on another machine or in another container that uses the same engine.
 */
record Owner(String machine, long pid, Instant started) {

  /** The kernel's idea of a start differs a little between readers when its clock is adjusted. */
  private static final Duration SAME_START = Duration.ofSeconds(10);

  static Owner self() {
    var self = ProcessHandle.current();
    return new Owner(thisMachine(), self.pid(), startOf(self).orElse(Instant.EPOCH));
  }

  static Optional<Owner> parse(String label) {
    var parts = label.split("/");
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      var started = Instant.ofEpochMilli(Long.parseLong(parts[2]));
      return Optional.of(new Owner(parts[0], Long.parseLong(parts[1]), started));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  String label() {
    return machine + "/" + pid + "/" + started.toEpochMilli();
  }

  /** Known to be gone; of another machine's processes nothing is known. */
  boolean dead() {
    return machine.equals(thisMachine())
        && ProcessHandle.of(pid)
            .flatMap(Owner::startOf)
            .filter(other -> Duration.between(other, started).abs().compareTo(SAME_START) < 0)
            .isEmpty();
  }

  private static Optional<Instant> startOf(ProcessHandle process) {
    return process.info().startInstant();
  }

  /** One boot of one machine, and the process namespace in it. */
  private static String thisMachine() {
    try {
      var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      var processes = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return boot + "-" + processes.replaceAll("\\D", "");
    } catch (IOException e) {
      return "local";
    }
  }
}
