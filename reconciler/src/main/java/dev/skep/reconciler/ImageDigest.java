package dev.skep.reconciler;

import dev.skep.model.Tree;
import java.util.List;

/**
 * Digests that {@code docker stack deploy} has put behind the names of images. A name without one
 * stands for any.
 */
final class ImageDigest {
  private static final List<String> IMAGE = List.of("TaskTemplate", "ContainerSpec", "Image");
  private static final char DIGEST = '@';

  private ImageDigest() {}

  /**
   * The spec to have, with the digest of the one that runs where both name the same image: to take
   * it off restarts every task.
   */
  static Tree.Obj keep(Tree.Obj target, Tree.Obj running) {
    boolean same =
        !in(target) && in(running) && tagged(image(target)).equals(tagged(image(without(running))));
    return same ? target.with(IMAGE, Tree.of(image(running))) : target;
  }

  /** Whether a spec's image has one. */
  static boolean in(Tree.Obj spec) {
    return image(spec).indexOf(DIGEST) > 0;
  }

  /** The same spec with the name of its image alone. */
  static Tree.Obj without(Tree.Obj spec) {
    var image = image(spec);
    return in(spec) ? spec.with(IMAGE, Tree.of(image.substring(0, image.indexOf(DIGEST)))) : spec;
  }

  private static String image(Tree.Obj spec) {
    return spec.text(IMAGE.toArray(String[]::new)).orElse("");
  }

  /** A name without a tag means the latest (Docker's reference grammar). */
  private static String tagged(String name) {
    return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : name + ":latest";
  }
}
