package dev.skep.controller.source;

import dev.skep.manifests.Place;
import dev.skep.manifests.Problem;
import dev.skep.manifests.Problem.Severity;
import dev.skep.manifests.Settings;
import java.util.Optional;

/**
 * A source as far as it is its owner's, who is settled once. When the source says that its stacks
 * are somebody else's, those read before stay: the new owner's mark must not come onto what the old
 * one made, nor the old one's onto what is new.
 */
public final class OwnedSource implements Source {
  private final Source inner;
  private final Ownership ownership;
  private Stacks seen = Stacks.NONE;
  private Stacks latest = Stacks.NONE;

  private OwnedSource(Source inner, Ownership ownership) {
    this.inner = inner;
    this.ownership = ownership;
  }

  /**
   * @param given what the command line, or its environment, says of the owner
   * @return empty while nobody says who owns it: it could not be read yet, and may well say so
   */
  public static Optional<OwnedSource> of(Source source, Optional<Ownership.Given> given) {
    var settings = source.read().settings();
    if (given.isEmpty() && settings.isEmpty()) return Optional.empty();
    var declared = settings.flatMap(Settings::owner);
    return Optional.of(new OwnedSource(source, new Ownership(given, declared)));
  }

  public String owner() {
    return ownership.owner();
  }

  @Override
  public synchronized Stacks read() {
    var now = inner.read();
    if (now == seen) return latest;
    seen = now;
    latest = now.settings()
        .flatMap(settings -> wrong(settings.owner()))
        .map(problem -> now.held(problem, latest))
        .orElse(now);
    return latest;
  }

  private Optional<Problem> wrong(Optional<Settings.Owner> declared) {
    if (ownership.given().isPresent()) return new Ownership(ownership.given(), declared).clash();
    var wanted = new Ownership(Optional.empty(), declared).owner();
    if (wanted.equals(owner())) return Optional.empty();
    return declared
        .or(ownership::declared)
        .map(either -> new Problem(
            Severity.ERROR,
            declared.map(Settings.Owner::place).orElse(new Place(either.place().file(), 1, 1)),
            "the owner is " + wanted + " now, but was " + owner() + " when the controller started;"
                + " restart it, or put " + owner() + " back; until then nothing new of this folder"
                + " is applied"));
  }

  @Override
  public SourceState state() {
    return inner.state();
  }

  @Override
  public void hint() {
    inner.hint();
  }

  @Override
  public void onNews(Runnable listener) {
    inner.onNews(listener);
  }

  @Override
  public void close() {
    inner.close();
  }
}
