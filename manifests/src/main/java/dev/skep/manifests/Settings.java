package dev.skep.manifests;

import dev.skep.model.OwnerId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code skep.yml} says of all stacks at its place.
 *
 * @param owner whose the stacks are; empty to leave that to the command line
 * @param stacks the folders and files that are stacks, and no others; empty to find them
 * @param maxPrune the share of a stack's services, in percent, that one change may take away
 */
public record Settings(Optional<Owner> owner, Optional<List<Path>> stacks, int maxPrune) {
  static final String FILE = "skep.yml";

  /** As without such a file. */
  public static final Settings DEFAULT = new Settings(Optional.empty(), Optional.empty(), 50);

  private static final Pattern SHARE = Pattern.compile("([0-9]{1,3})%");
  private static final int MOST_STACKS = 1_000;

  /** Who owns the stacks, and where that stands. */
  public record Owner(String id, Place place) {}

  public Settings {
    stacks = stacks.map(List::copyOf);
  }

  static Settings of(Yaml.Mapping file, DocumentPaths paths) {
    var problems = paths.problems();
    var fields = Fields.of(file, "", problems);
    var owner = fields.text("owner");
    owner
        .filter(o -> !OwnerId.fits(o))
        .ifPresent(o -> problems.error(
            fields.place("owner"),
            "owner: " + Problems.quote(o) + " cannot be used; " + OwnerId.RULE));
    var stacks = fields.has("stacks")
        ? Optional.of(paths.stacks(fields, "stacks", MOST_STACKS))
        : Optional.<List<Path>>empty();
    var maxPrune = maxPrune(fields, problems);
    fields.finishOurs();
    return new Settings(owner.map(o -> new Owner(o, fields.place("owner"))), stacks, maxPrune);
  }

  /** The same as somebody else's. */
  public Settings by(Optional<Owner> other) {
    return new Settings(other, stacks, maxPrune);
  }

  private static int maxPrune(Fields fields, Problems problems) {
    var key = "maxPrune";
    var text = fields.text(key);
    if (text.isEmpty()) return DEFAULT.maxPrune();
    var share = SHARE.matcher(text.get());
    if (share.matches() && Integer.parseInt(share.group(1)) <= 100) {
      return Integer.parseInt(share.group(1));
    }
    Values.wrong(fields.value(key).orElseThrow(), key, "a share from 0% to 100%", problems);
    return DEFAULT.maxPrune();
  }
}
