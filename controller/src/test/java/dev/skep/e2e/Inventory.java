package dev.skep.e2e;

import java.util.Set;
import java.util.TreeSet;

/** All that there is on a Swarm and on its first node, by kind and name. */
record Inventory(Set<String> things) {
  private static final String LIST = """
      docker service ls --format 'service {{.Name}}'
      docker node ls -q | xargs docker node ps --no-resolve --format 'task {{.ID}}'
      docker config ls --format 'config {{.Name}}'
      docker secret ls --format 'secret {{.Name}}'
      docker network ls --filter scope=swarm --format 'network {{.Name}}'
      docker volume ls --format 'volume {{.Name}}'
      docker ps --all --format 'container {{.Names}}'
      """;

  static Inventory of(Engine engine) {
    return new Inventory(Set.copyOf(engine.lines(LIST)));
  }

  /** What has come since. */
  Set<String> since(Inventory before) {
    var come = new TreeSet<>(things);
    come.removeAll(before.things);
    return come;
  }
}
