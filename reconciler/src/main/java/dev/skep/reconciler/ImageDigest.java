package dev.skep.reconciler;

import dev.skep.model.Tree;
import java.util.List;

/**
 * Digests that {@code docker stack deploy} has put behind the names of images. As long as the file
 * names the same image without one, the digest stays: to take it off restarts every task.
 */
final class ImageDigest {
  private static final List<String> IMAGE = List.of("TaskTemplate", "ContainerSpec", "Image");
  private static final String DIGEST = "@sha256:";

  private ImageDigest() {}

  /** The spec to have, with the digest of the one that runs where both name the same image. */
  static Tree.Obj keep(Tree.Obj target, Tree.Obj running) {
    var wanted = image(target);
    var there = image(running);
    int at = there.indexOf(DIGEST);
    boolean same =
        at > 0 && !wanted.contains("@") && tagged(wanted).equals(tagged(there.substring(0, at)));
    return same ? target.with(IMAGE, Tree.of(there)) : target;
  }

  private static String image(Tree.Obj spec) {
    return spec.text(IMAGE.toArray(String[]::new)).orElse("");
  }

  /** A name without a tag means the latest (Docker's reference grammar). */
  private static String tagged(String name) {
    return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : name + ":latest";
  }
}
