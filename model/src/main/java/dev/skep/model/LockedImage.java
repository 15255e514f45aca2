package dev.skep.model;

import java.util.List;

/**
 * What a registry has under the name of an image. Which it is, is asked once, so that all nodes run
 * the same however often the name is given to something else.
 *
 * @param digest such as {@code sha256:…}
 * @param platforms that the image is made for, each {@code os/architecture}; the architecture is
 *     empty where any may do
 */
public record LockedImage(String digest, List<String> platforms) {
  public LockedImage {
    platforms = List.copyOf(platforms);
  }
}
