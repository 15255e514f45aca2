package dev.skep.controller.cli;

import dev.skep.model.Timespan;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times as Docker and Kubernetes write them. */
final class Times implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Timespan.read(text)
        .orElseThrow(() ->
            new TypeConversionException("'" + text + "' is no time; write 90s, 10m or 1h30m"));
  }
}
