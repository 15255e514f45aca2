package dev.skep.controller.cli;

import dev.skep.controller.http.Endpoints;
import dev.skep.controller.http.Endpoints.Page;
import dev.skep.controller.http.ListenAddress;
import io.vavr.control.Either;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Flags for asking a controller over HTTP how it is. */
final class HttpOptions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpOptions.class);
  private static final String LISTEN = "--http-listen";
  private static final String USUAL = "127.0.0.1:9180";
  private static final String OFF = "off";

  @Option(
      names = LISTEN,
      paramLabel = "ADDR:PORT|off",
      description = "Where to answer /healthz, /readyz and /metrics; without ADDR to this"
          + " machine alone (default: " + USUAL + ", and done without if that is taken).")
  private Optional<String> listen = Optional.empty();

  private final String usual;
  private Map<String, Supplier<Page>> pages = Map.of();
  private Optional<Endpoints> endpoints = Optional.empty();

  HttpOptions() {
    this(USUAL);
  }

  HttpOptions(String usual) {
    this.usual = usual;
  }

  /**
   * Listens from now on. An address that was asked for is had or refused; without the usual
   * one the controller works all the same. Not to be called when it is {@link #off}.
   *
   * @param what the pages, by path
   * @return left: why that cannot be meant
   */
  Either<String, HttpOptions> open(Map<String, Supplier<Page>> what) {
    pages = new TreeMap<>(what);
    var opened = begin();
    if (opened.isRight() || listen.isPresent()) return opened;
    LOG.warn(
        "http: {}, or {} {}; going on without {}, and trying again",
        opened.getLeft(),
        LISTEN,
        OFF,
        String.join(", ", pages.keySet()));
    return Either.right(this);
  }

  /** Whoever had the usual address may have gone, such as the controller before this one. */
  void again() {
    if (endpoints.isEmpty() && !pages.isEmpty()) begin();
  }

  boolean off() {
    return listen.filter(OFF::equals).isPresent();
  }

  private Either<String, HttpOptions> begin() {
    return ListenAddress.parse(LISTEN, listen.orElse(usual))
        .flatMap(at -> Endpoints.open(at, LISTEN, pages))
        .map(opened -> {
          endpoints = Optional.of(opened);
          return this;
        });
  }

  @Override
  public void close() {
    endpoints.ifPresent(Endpoints::close);
  }
}
