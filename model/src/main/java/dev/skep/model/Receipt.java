package dev.skep.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was done to a stack and why: one for each revision that was taken up, and one for each
 * change from outside that was put right. The newest are kept.
 *
 * @param number counts the revisions taken up; of a repair, the one that it restored, if known
 * @param revision empty for a repair
 * @param origin the commit that brought the revision, by whom and why; empty where unknown
 * @param at when it began
 * @param inPlace since when the revision was wholly in place, if it has come to that
 * @param what a line for each thing
 */
public record Receipt(
    String stack,
    int number,
    Optional<String> revision,
    String origin,
    Instant at,
    Optional<Instant> inPlace,
    List<String> what) {
  /** A record is to stay small: a first deploy of a large stack is told by its beginning. */
  private static final int MOST = 1000;

  public Receipt {
    what = List.copyOf(what);
  }

  /** Of so much as a record can hold. */
  public static Receipt of(
      String stack, int number, Optional<String> revision, Instant at, List<String> what) {
    int length = 0;
    int kept = 0;
    for (var line : what) {
      length += line.length() + 1;
      if (length > MOST) break;
      kept++;
    }
    var lines = new ArrayList<>(what.subList(0, kept));
    if (kept < what.size()) lines.add("and " + (what.size() - kept) + " more");
    return new Receipt(stack, number, revision, "", at, Optional.empty(), lines);
  }

  /** The same, with these things behind the others. */
  public Receipt with(List<String> things) {
    if (things.isEmpty()) return this;
    var all = new ArrayList<>(what);
    all.addAll(things);
    var more = of(stack, number, revision, at, all);
    return new Receipt(stack, number, revision, origin, at, inPlace, more.what());
  }

  /** The same, of a revision that a commit brought. */
  public Receipt from(String commit) {
    return new Receipt(stack, number, revision, commit, at, inPlace, what);
  }

  public boolean repair() {
    return revision.isEmpty();
  }
}
