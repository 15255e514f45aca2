package dev.skep.controller.git;

import dev.skep.controller.git.Cache.Checkout;
import dev.skep.controller.source.Commit;
import dev.skep.controller.source.Source;
import dev.skep.controller.source.SourceAddress;
import dev.skep.controller.source.SourceState;
import dev.skep.controller.source.SourceState.Trouble;
import dev.skep.controller.source.StackLoader;
import dev.skep.controller.source.Stacks;
import dev.skep.manifests.Problem;
import dev.skep.reconciler.Clock;
import io.vavr.control.Either;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stacks in a folder of a Git repository. All looking and fetching happens on a thread of its own;
 * whoever reads gets what was complete last. Whatever goes wrong, that stays in force.
 */
public final class GitSource implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(GitSource.class);

  private record Offer(Stacks stacks, SourceState state) {}

  private record Refusal(String id, Trouble trouble) {}

  private final SourceAddress.Repository address;
  private final Cache cache;
  private final Remote remote;
  private final Pace pace;
  private final Clock clock;
  private final StackLoader loader = new StackLoader();
  private final Rounds rounds = new Rounds("git-source", this::look);
  private volatile Offer offer;
  private volatile Runnable news = () -> {};

  /** What is offered, before it the newest checkout that had no broken stack. */
  private List<Checkout> kept = List.of();

  /** What could not be taken, so that it is not fetched again and again. */
  private Optional<Refusal> refused = Optional.empty();

  private int failures;

  GitSource(SourceAddress.Repository address, Cache cache, Remote remote, Pace pace, Clock clock) {
    this.address = address;
    this.cache = cache;
    this.remote = remote;
    this.pace = pace;
    this.clock = clock;
    this.offer = new Offer(Stacks.NONE, SourceState.unread(address.name()));
  }

  /**
   * A source that has begun to look.
   *
   * @param files what opens the repository
   * @param folder where to keep checkouts, for a start while the server is away
   * @return left: what is wrong with one of them
   */
  public static Either<String, Source> begin(
      SourceAddress.Repository address,
      AccessFiles files,
      Path folder,
      Duration poll,
      Clock clock) {
    Isolation.begin();
    var pace = new Pace(poll, new Random());
    return Access.to(address, files)
        .flatMap(access -> open(address, access, folder, pace, Limits.USUAL, clock))
        .map(GitSource::start);
  }

  /**
   * Not started yet.
   *
   * @param folder where to keep checkouts
   * @return left: why this folder cannot be used
   */
  static Either<String, GitSource> open(
      SourceAddress.Repository address,
      Access access,
      Path folder,
      Pace pace,
      Limits limits,
      Clock clock) {
    Isolation.begin();
    try {
      return Cache.open(folder, address).map(cache -> {
        var remote = new Remote(address, access, cache.objects(), limits);
        return new GitSource(address, cache, remote, pace, clock);
      });
    } catch (IOException e) {
      return Either.left(folder + " cannot be used: " + e + "; give another --source-cache DIR");
    }
  }

  /** Offers what was kept by an earlier process, and begins to look. */
  GitSource start() {
    recall();
    rounds.start();
    return this;
  }

  @Override
  public Stacks read() {
    return offer.stacks();
  }

  @Override
  public SourceState state() {
    return offer.state();
  }

  @Override
  public void hint() {
    rounds.hint();
  }

  @Override
  public void onNews(Runnable listener) {
    news = listener;
  }

  @Override
  public void close() {
    rounds.close();
    try {
      cache.close();
    } catch (IOException e) {
      LOG.debug("while closing", e);
    }
  }

  /** The last checkouts, older first: it knows good versions of what is broken in the newer. */
  void recall() {
    try {
      for (var checkout : cache.kept())
        load(checkout).peek(stacks -> take(checkout, stacks, Optional.empty()));
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{}: what was kept cannot be read: {}", address.name(), e.toString());
    }
  }

  /** One look at the repository. Returns how long to wait for the next. */
  Duration look() {
    Either<GitFault, Boolean> result;
    try {
      result = remote.tip().flatMap(tip -> known(tip.id()) ? Either.right(true) : attempt(tip));
    } catch (UncheckedIOException e) {
      result = Either.left(disk(e.getCause()));
    } catch (RuntimeException | OutOfMemoryError e) {
      // What others commit reaches deep into the library; nothing of it may end this thread.
      LOG.info("{}: the look failed", address.name(), e);
      result = Either.left(new GitFault.Unreachable("cannot be read: " + e));
    }
    result.peekLeft(fault -> trouble(new Trouble(fault.message(), clock.now())));
    failures =
        result.isLeft() && result.getLeft() instanceof GitFault.Unreachable ? failures + 1 : 0;
    return pace.after(failures);
  }

  private static GitFault disk(IOException e) {
    return new GitFault.Unreachable("cannot be kept on this machine's disk: " + e);
  }

  /** Whether nothing need be fetched: it is offered already, or is as unfit as it was. */
  private boolean known(String id) {
    refused = refused.filter(r -> r.id().equals(id));
    refused.ifPresent(r -> trouble(r.trouble()));
    if (refused.isPresent()) return true;
    if (kept.isEmpty() || !kept.getLast().commit().id().equals(id)) return false;
    recovered();
    return true;
  }

  private Either<GitFault, Boolean> attempt(Refs.Wanted tip) {
    try {
      return remote.fetch(tip).flatMap(commit -> {
        // The branch may have moved again, or back, since it was asked for.
        if (known(commit.id())) return Either.right(true);
        return offer(commit).peekLeft(fault -> {
          if (fault instanceof GitFault.Refused why) refuse(commit.id(), why.message());
        });
      });
    } catch (IOException e) {
      return Either.left(disk(e));
    }
  }

  private Either<GitFault, Boolean> offer(Commit commit) {
    try {
      var checkout = cache.add(commit, folder -> remote.export(commit, folder));
      if (checkout.isLeft()) return Either.left(checkout.getLeft());
      var loaded = load(checkout.get());
      if (loaded.isLeft()) {
        cache.keep(kept);
        return Either.left(loaded.getLeft());
      }
      take(checkout.get(), loaded.get(), replaced(commit));
      cache.keep(kept);
      return Either.right(true);
    } catch (IOException e) {
      return Either.left(disk(e));
    }
  }

  private Either<GitFault, Stacks> load(Checkout checkout) {
    var root = checkout.root();
    var folder = root.resolve(address.path()).normalize();
    var commit = checkout.commit();
    if (leaves(root, folder)) {
      return Either.left(new GitFault.Refused("commit " + commit.shortId() + " has no folder "
          + address.path() + " inside of the repository"));
    }
    return loader
        .load(root, folder, Optional.of(commit))
        .map(stacks -> stacks.below(root))
        .mapLeft(problems -> new GitFault.Refused(refusal(commit, root, problems)));
  }

  private static boolean leaves(Path root, Path folder) {
    try {
      return !folder.toRealPath().startsWith(root.toRealPath());
    } catch (IOException e) {
      return true;
    }
  }

  private String refusal(Commit commit, Path root, List<Problem> problems) {
    var kept = new Stacks(Map.of(), Map.of("", problems), List.of()).below(root);
    return "commit " + commit.shortId() + " is not taken: " + kept.errors().getFirst();
  }

  private void refuse(String id, String message) {
    refused = Optional.of(new Refusal(id, new Trouble(message, clock.now())));
  }

  private void take(Checkout checkout, Stacks stacks, Optional<Commit> replaced) {
    var keep = new ArrayList<Checkout>();
    if (!stacks.broken().isEmpty() && !kept.isEmpty()) keep.add(kept.getFirst());
    keep.add(checkout);
    kept = List.copyOf(keep);
    refused = Optional.empty();
    offer(new Offer(
        stacks, SourceState.read(address.name(), checkout.commit(), replaced, clock.now())));
  }

  private void offer(Offer now) {
    offer = now;
    news.run();
  }

  /** What ran before, if the new commit does not build on it. */
  private Optional<Commit> replaced(Commit commit) throws IOException {
    if (kept.isEmpty()) return Optional.empty();
    var before = kept.getLast().commit();
    if (remote.buildsOn(commit, before)) return Optional.empty();
    LOG.warn(
        "{}: history was rewritten: {} does not build on {}",
        address.name(),
        commit.shortId(),
        before.shortId());
    return Optional.of(before);
  }

  private void trouble(Trouble trouble) {
    if (rounds.closed()) return;
    var before = offer.state().trouble().map(Trouble::message);
    if (before.equals(Optional.of(trouble.message()))) return;
    LOG.warn("{}: {}", address.name(), trouble.message());
    offer(new Offer(offer.stacks(), offer.state().with(Optional.of(trouble))));
  }

  private void recovered() {
    if (offer.state().trouble().isEmpty()) return;
    LOG.info("{}: is well again", address.name());
    offer(new Offer(offer.stacks(), offer.state().with(Optional.empty())));
  }
}
