package dev.skep.controller.git;

import io.vavr.control.Either;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/** Finds what an address means among what a repository offers. */
final class Refs {
  /**
   * What to ask for, and what it was when the repository was asked.
   *
   * @param name a full one, or a commit's id
   */
  record Wanted(String name, String id) {}

  private Refs() {}

  /** A commit's id means itself: there is nothing to look up. */
  static Optional<Wanted> fixed(Optional<String> ref) {
    return ref.filter(ObjectId::isId).map(id -> new Wanted(id, id));
  }

  /**
   * @param offered by full name
   * @param ref empty for HEAD
   */
  static Either<GitFault, Wanted> find(Map<String, Ref> offered, Optional<String> ref) {
    if (ref.isEmpty()) {
      var head = offered.get(Constants.HEAD);
      return head == null
          ? refused("has no HEAD; write #BRANCH behind its address")
          : Either.right(wanted(head));
    }
    var branch = offered.get(Constants.R_HEADS + ref.get());
    var tag = offered.get(Constants.R_TAGS + ref.get());
    var full = ref.get().startsWith("refs/") ? offered.get(ref.get()) : null;
    if (full != null) return Either.right(wanted(full));
    if (branch != null && tag != null) {
      return refused("has a branch and a tag '" + ref.get() + "'; write #refs/heads/" + ref.get()
          + " or #refs/tags/" + ref.get());
    }
    if (branch != null) return Either.right(wanted(branch));
    if (tag != null) return Either.right(wanted(tag));
    return refused("has no branch or tag '" + ref.get() + "'"
        + (ref.get().matches("[0-9a-f]{7,39}") ? "; a commit is written with all its digits" : ""));
  }

  /** An annotated tag is an object of its own; what matters is what it points to. */
  private static Wanted wanted(Ref ref) {
    var peeled = ref.getPeeledObjectId();
    return new Wanted(ref.getName(), (peeled == null ? ref.getObjectId() : peeled).name());
  }

  private static Either<GitFault, Wanted> refused(String what) {
    return Either.left(new GitFault.Refused("the repository " + what));
  }
}
