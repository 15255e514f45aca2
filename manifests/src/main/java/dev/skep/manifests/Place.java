package dev.skep.manifests;

/**
 * Where something stands; lines and columns count from 1.
 *
 * @param file the path as the user gave it
 */
public record Place(String file, int line, int column) {
  static Place top(String file) {
    return new Place(file, 1, 1);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
