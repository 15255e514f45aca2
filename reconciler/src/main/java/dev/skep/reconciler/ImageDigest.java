package dev.skep.reconciler;

import dev.skep.model.LockedImage;
import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Digests behind the names of images in specs. A name without one stands for any. Beside a digest
 * stand the platforms that the image is made for, as {@code docker stack deploy} sets them.
 */
public final class ImageDigest {
  private static final List<String> IMAGE = List.of("TaskTemplate", "ContainerSpec", "Image");
  private static final List<String> PLATFORMS = List.of("TaskTemplate", "Placement", "Platforms");
  private static final char DIGEST = '@';

  private ImageDigest() {}

  /**
   * The spec to have, with the digest of the one that runs where both name the same image: to take
   * it off restarts every task.
   */
  public static Tree.Obj keep(Tree.Obj target, Tree.Obj running) {
    if (in(target) || !name(target).equals(name(running))) return target;
    return pin(running).map(pin -> pinned(target, pin)).orElse(target);
  }

  /** Whether a spec's image has one. */
  public static boolean in(Tree.Obj spec) {
    return image(spec).indexOf(DIGEST) > 0;
  }

  /** The same spec with the name of its image alone. */
  static Tree.Obj without(Tree.Obj spec) {
    var image = image(spec);
    return in(spec) ? spec.with(IMAGE, Tree.of(image.substring(0, image.indexOf(DIGEST)))) : spec;
  }

  /** What the spec says of its image beside the name. */
  static Optional<LockedImage> pin(Tree.Obj spec) {
    if (!in(spec)) return Optional.empty();
    var image = image(spec);
    var platforms = new ArrayList<String>();
    for (var each : spec.object("TaskTemplate", "Placement").array("Platforms")) {
      if (!(each instanceof Tree.Obj platform)) continue;
      platforms.add(
          platform.text("OS").orElse("") + "/" + platform.text("Architecture").orElse(""));
    }
    return Optional.of(new LockedImage(image.substring(image.indexOf(DIGEST) + 1), platforms));
  }

  /** The spec with this behind the name of its image. */
  public static Tree.Obj pinned(Tree.Obj spec, LockedImage pin) {
    var out = spec.with(IMAGE, Tree.of(image(spec) + DIGEST + pin.digest()));
    if (pin.platforms().isEmpty()) return out;
    var platforms = pin.platforms().stream().map(ImageDigest::platform).toList();
    return out.with(PLATFORMS, new Tree.Arr(List.copyOf(platforms)));
  }

  private static Tree platform(String text) {
    int slash = text.indexOf('/');
    return Tree.strings(
        Map.of("OS", text.substring(0, slash), "Architecture", text.substring(slash + 1)));
  }

  /** Without a digest; a name without a tag means the latest (Docker's reference grammar). */
  static String name(Tree.Obj spec) {
    var name = image(without(spec));
    return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : name + ":latest";
  }

  /** With only the beginning of a digest, which is enough to tell one from another. */
  static String brief(String image) {
    return image.replaceFirst("(@sha256:[0-9a-f]{8})[0-9a-f]{56}$", "$1");
  }

  private static String image(Tree.Obj spec) {
    return spec.text(IMAGE.toArray(String[]::new)).orElse("");
  }
}
