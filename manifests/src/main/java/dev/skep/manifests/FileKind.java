package dev.skep.manifests;

/** The kinds of files that are read as YAML, and what messages say of each. */
enum FileKind {
  COMPOSE("Compose file", "a mapping with `services:`", "a stack needs at least `services:`"),
  STACK(
      "Stack document",
      "a mapping with `kind: Stack`",
      "a Stack document has apiVersion, kind, metadata and spec"),
  SETTINGS(
      "settings file",
      "a mapping with owner, stacks or maxPrune",
      "write some of owner, stacks and maxPrune, or delete the file"),
  VALUES("values file", "a mapping of names to values", "write NAME: VALUE, or delete the file");

  private final String noun;
  private final String content;
  private final String least;

  FileKind(String noun, String content, String least) {
    this.noun = noun;
    this.content = content;
    this.least = least;
  }

  String noun() {
    return noun;
  }

  String empty() {
    return "the file is empty; " + least;
  }

  String wrong(Yaml yaml) {
    return "not a " + noun + ": expected " + content + ", found " + yaml.described();
  }
}
