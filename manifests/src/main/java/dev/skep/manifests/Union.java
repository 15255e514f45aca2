package dev.skep.manifests;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds to a file what others declare. Nothing is merged: a name that both have is an error. */
final class Union {
  private static final List<String> SECTIONS =
      List.of("services", "networks", "volumes", "configs", "secrets");

  private final Map<String, Yaml.Entry> file;
  private final Yaml.Mapping own;
  private final Variables variables;
  private final Problems problems;
  private final Map<String, Variables> included = new HashMap<>();

  /**
   * @param variables of the file
   */
  Union(Yaml.Mapping own, Variables variables, Problems problems) {
    this.own = own;
    this.file = new LinkedHashMap<>(own.entries());
    this.variables = variables;
    this.problems = problems;
  }

  Composed composed() {
    return new Composed(own.of(file), new Composed.Given(variables, included));
  }

  /** False if what the other one declares is not all known, which is told. */
  boolean add(Composed other, Relocation relocation) {
    var fields = Fields.of(other.file(), "", problems);
    boolean whole = true;
    for (var section : SECTIONS) {
      var entries = fields.entries(section, Integer.MAX_VALUE);
      whole &= !fields.has(section) || fields.value(section).get() instanceof Yaml.Mapping;
      if (entries.isEmpty()) continue;
      var out = new LinkedHashMap<>(here(section));
      entries.forEach((name, entry) -> {
        var moved = relocation.entry(section, entry.value());
        var path = section + "." + name;
        add(path, name, new Yaml.Entry(entry.keyPlace(), moved), other.given(), out);
      });
      put(section, other.file().place(section), out);
    }
    fields.anything("name");
    Unhonoured.checkTop(fields);
    Version.check(fields, problems);
    fields.finish();
    return whole;
  }

  private Map<String, Yaml.Entry> here(String section) {
    var entry = file.get(section);
    return entry != null && entry.value() instanceof Yaml.Mapping m ? m.entries() : Map.of();
  }

  /** What is there and no mapping stays, so that its reader complains. */
  private void put(String section, Place place, Map<String, Yaml.Entry> entries) {
    var there = file.get(section);
    var at = there == null ? place : there.keyPlace();
    if (there == null || there.value().isNull() || there.value() instanceof Yaml.Mapping) {
      file.put(section, new Yaml.Entry(at, new Yaml.Mapping(at, entries, Yaml.Mark.NONE)));
    }
  }

  private void add(
      String path,
      String name,
      Yaml.Entry entry,
      Composed.Given given,
      Map<String, Yaml.Entry> out) {
    var there = out.putIfAbsent(name, entry);
    if (there == null) {
      included.put(path, given.included().getOrDefault(path, given.own()));
    } else if (!there.value().content().equals(entry.value().content())) {
      problems.error(
          there.keyPlace(),
          path + ": stands also in " + entry.keyPlace()
              + ", and what is included is not merged; rename one, or include both files as one,"
              + " path: [FILE, FILE]");
    }
  }
}
