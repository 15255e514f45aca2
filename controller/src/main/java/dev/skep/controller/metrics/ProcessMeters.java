package dev.skep.controller.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** The process itself, under the names that all programs have for it. */
final class ProcessMeters {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMeters() {}

  static void add(MeterRegistry registry, Present present, String version) {
    Gauge.builder("skep.build.info", () -> 1)
        .description("Always 1; says which Skep this is.")
        .tags("version", version, "java", Runtime.version().toString())
        .register(registry);
    memory(present);
    present.number(
        "jvm.threads.current",
        "",
        "Threads that live.",
        now -> ManagementFactory.getThreadMXBean().getThreadCount());
    present.number(
        "process.start.time",
        "seconds",
        "When the process was started.",
        now -> ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    present.count("process.cpu", "seconds", "Processor time that the process took.", now -> cpu());
  }

  private static void memory(Present present) {
    present.gauge(
        "jvm.memory.used",
        "bytes",
        "Memory that Java uses: what lives, and what was not yet collected.",
        (now, rows) -> {
          var memory = ManagementFactory.getMemoryMXBean();
          rows.add(Tags.of("area", "heap"), memory.getHeapMemoryUsage().getUsed());
          rows.add(Tags.of("area", "nonheap"), memory.getNonHeapMemoryUsage().getUsed());
        });
    present.gauge(
        "process.resident.memory",
        "bytes",
        "Memory that the process holds, where the system tells.",
        (now, rows) -> resident().ifPresent(bytes -> rows.add(Tags.empty(), bytes)));
  }

  private static double cpu() {
    return ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .orElse(Duration.ZERO)
            .toNanos()
        / 1e9;
  }

  private static OptionalLong resident() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
