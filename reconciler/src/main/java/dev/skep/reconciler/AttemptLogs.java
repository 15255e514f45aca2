package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.Reason;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What attempts have written: from the engine while no end is recorded, from the record afterwards.
 * Secrets are hidden in both.
 */
public final class AttemptLogs {
  private final Swarm swarm;
  private final String owner;

  /**
   * @param attempt the number
   * @param end empty while none is recorded
   * @param lines oldest first
   */
  public record Log(int attempt, Optional<AttemptRecord> end, List<String> lines) {
    public Log {
      lines = List.copyOf(lines);
    }
  }

  public AttemptLogs(Swarm swarm, String owner) {
    this.swarm = swarm;
    this.owner = owner;
  }

  /**
   * The last lines; {@link SwarmFault.Absent} when there is no such attempt, or its log is gone.
   *
   * @param attempt its number; empty: the newest that may have written anything
   * @param most lines
   */
  public Either<SwarmFault, Log> read(JobFacts job, OptionalInt attempt, int most) {
    int number = attempt.orElseGet(() -> newest(job));
    var open = job.open().filter(o -> o.number() == number);
    if (open.isPresent()) return ofEngine(job, open.get(), most);
    return Option.ofOptional(
            job.attempts().stream().filter(a -> a.number() == number).findFirst())
        .toEither(() -> none(job, attempt))
        .flatMap(end -> ofRecord(job, end, most));
  }

  /** 0 when there is none. A person's word on an attempt of ours has no log. */
  private static int newest(JobFacts job) {
    var ended = job.attempts().stream()
        .filter(a -> a.reason() != Reason.RESOLVED)
        .map(AttemptRecord::number);
    return Stream.concat(job.open().map(JobFacts.Open::number).stream(), ended)
        .max(Integer::compareTo)
        .orElse(0);
  }

  private static SwarmFault none(JobFacts job, OptionalInt attempt) {
    if (attempt.isEmpty()) {
      return new SwarmFault.Absent("no attempt of job " + job.name() + " has begun yet");
    }
    return new SwarmFault.Absent("no attempt " + attempt.getAsInt() + " of job " + job.name()
        + " is known; skep history job " + job.name() + " --attempts lists them");
  }

  private Either<SwarmFault, Log> ofEngine(JobFacts job, JobFacts.Open open, int most) {
    var which = "attempt " + open.number() + " of job " + job.name();
    if (open.serviceId().isEmpty()) return absent(which + " has not begun to run");
    var gone = "the service of " + which + " is gone, and its log with it";
    if (!open.there()) return absent(gone);
    return service(open)
        .flatMap(service -> service.isEmpty()
            ? absent(gone)
            : hashes(job)
                .flatMap(hashes ->
                    AttemptLog.of(swarm, service.get(), most, new HashMasker(hashes)::lines)))
        .map(lines -> new Log(open.number(), Optional.empty(), lines))
        .mapLeft(f -> f instanceof SwarmFault.Absent ? new SwarmFault.Absent(gone) : f);
  }

  private Either<SwarmFault, Optional<ObservedService>> service(JobFacts.Open open) {
    return swarm
        .services(Map.of(
            Labels.OWNER,
            owner,
            Labels.RUN,
            open.run().id(),
            Labels.ATTEMPT,
            Integer.toString(open.number())))
        .map(found -> found.stream()
            .filter(s -> open.serviceId().equals(Optional.of(s.id())))
            .findFirst());
  }

  /** Of the contents of the stack's secrets, also those that are being replaced. */
  private Either<SwarmFault, List<String>> hashes(JobFacts job) {
    return swarm
        .payloads(
            Kind.SECRET,
            Map.of(Labels.OWNER, owner, Labels.NAMESPACE, job.stack().stack()))
        .map(secrets -> secrets.stream()
            .map(s -> s.labels().get(Labels.PAYLOAD))
            .filter(Objects::nonNull)
            .toList());
  }

  private Either<SwarmFault, Log> ofRecord(JobFacts job, AttemptRecord end, int most) {
    return new Records(swarm, owner)
        .log(end.run(), end.number())
        .map(kept -> new Log(
            end.number(),
            Optional.of(end),
            kept.subList(Math.max(0, kept.size() - most), kept.size())))
        .mapLeft(f -> f instanceof SwarmFault.Absent
            ? new SwarmFault.Absent("the log of attempt " + end.number() + " of job " + job.name()
                + " is no longer kept, only how it ended: skep describe job " + job.name())
            : f);
  }

  private static <T> Either<SwarmFault, T> absent(String message) {
    return Either.left(new SwarmFault.Absent(message));
  }
}
