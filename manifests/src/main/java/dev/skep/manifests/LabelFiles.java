package dev.skep.manifests;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The labels of a service's containers: its files in order, then its own entries over them. */
final class LabelFiles {
  private static final String KEY = "label_file";
  private static final long LARGEST_FILE = 1 << 20;

  private LabelFiles() {}

  static Map<String, String> labels(Fields service, Scope scope) {
    var files = DotEnv.labels(scope.request().strict(), scope.problems());
    for (var file : service.itemsOrOne(KEY)) {
      Values.text(file, service.path(KEY), scope.problems())
          .ifPresent(text -> scope
              .sources()
              .bytes(text, LARGEST_FILE, Sources.PARSED, file.place(), service.path(KEY))
              .ifPresent(b -> files.read(new String(b, StandardCharsets.UTF_8), text)));
    }
    var out = new TreeMap<>(files.values());
    out.putAll(service.pairs("labels"));
    return out;
  }
}
