package dev.skep.reconciler;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.ObservedService;
import io.vavr.control.Either;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All records of an owner, read to see whether they can be.
 *
 * @param records how many there are
 * @param bytes that the ends and logs of attempts take in Swarm's store
 * @param damaged those that cannot be read
 * @param leftOver names of attempts' services that were never started and that no record names
 * @param setBack the store was put back to an earlier time, and nobody has looked at it yet
 */
public record Audit(
    int records, long bytes, List<Damage> damaged, List<String> leftOver, boolean setBack) {
  /** So much of it there may be; above {@link Retention#HIGH} the oldest go. */
  public static final long CAP = 16L << 20;

  /**
   * A record that cannot be read.
   *
   * @param config its name
   * @param kind such as {@code job}
   * @param of the job or stack that it is of; empty when that is not told either
   */
  public record Damage(String config, String kind, String of, String why) {}

  public Audit {
    damaged = List.copyOf(damaged);
    leftOver = List.copyOf(leftOver);
  }

  /** Services first: the record that is about to name one has had time to. */
  public static Either<SwarmFault, Audit> of(Swarm swarm, String owner) {
    return swarm
        .services(Map.of(Labels.OWNER, owner, Labels.KIND, "attempt"))
        .flatMap(services -> swarm
            .payloads(Kind.CONFIG, Map.of(Labels.OWNER, owner, Labels.KIND, ""))
            .map(configs -> of(services, configs)));
  }

  private static Audit of(List<ObservedService> services, List<ObservedPayload> configs) {
    var damaged = new ArrayList<Damage>();
    long bytes = 0;
    for (var config : configs) {
      damage(config).ifPresent(damaged::add);
      bytes += kept(config).map(Kept::bytes).orElse(0L);
    }
    var named = configs.stream().flatMap(Audit::services).toList();
    var leftOver = services.stream()
        .filter(s -> !AttemptSpec.begun(s) && !named.contains(s.id()))
        .map(ObservedService::name)
        .sorted()
        .toList();
    boolean setBack = configs.stream().anyMatch(c -> kind(c).equals(SetBack.KIND));
    return new Audit(configs.size(), bytes, damaged, leftOver, setBack);
  }

  private static Optional<Kept> kept(ObservedPayload config) {
    return switch (kind(config)) {
      case "log" -> Kept.log(config);
      case "attempt" -> Kept.attempt(config);
      default -> Optional.empty();
    };
  }

  private static Optional<Damage> damage(ObservedPayload config) {
    try {
      read(config);
      return Optional.empty();
    } catch (IllegalArgumentException | DateTimeParseException e) {
      var stack = config.labels().getOrDefault(Labels.STACK, "");
      var job = config.labels().getOrDefault(Labels.JOB, "");
      var of = job.isEmpty() ? stack : stack + "_" + job;
      return Optional.of(
          new Damage(config.name(), kind(config), of, String.valueOf(e.getMessage())));
    }
  }

  /** Throws on what cannot be read. Logs have nothing in them to be read; leases are no records. */
  private static void read(ObservedPayload config) {
    var labels = config.labels();
    switch (kind(config)) {
      case "stack" -> StackRecordCodec.readStack(labels);
      case "job" -> RecordCodec.readJob(labels);
      case "stack-orders" -> OrdersCodec.readStackOrders(labels);
      case "orders" -> OrdersCodec.readOrders(labels);
      case "attempt", RecordCodec.ONE_SHOT -> RecordCodec.readAttempt(labels);
      case "receipt" -> StackRecordCodec.readReceipt(labels);
      default -> {}
    }
  }

  private static Stream<String> services(ObservedPayload config) {
    return Optional.ofNullable(config.labels().get(RecordCodec.SERVICE)).stream();
  }

  private static String kind(ObservedPayload config) {
    return config.labels().getOrDefault(Labels.KIND, "");
  }
}
