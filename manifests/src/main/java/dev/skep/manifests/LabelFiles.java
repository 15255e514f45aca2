package dev.skep.manifests;

import java.util.Map;
import java.util.TreeMap;

/** The labels of a service's containers: its files in order, then its own entries over them. */
final class LabelFiles {
  private static final String KEY = "label_file";

  private LabelFiles() {}

  static Map<String, String> labels(Fields service, Scope scope) {
    var files = DotEnv.labels(scope.request().strict(), scope.problems());
    for (var file : service.itemsOrOne(KEY)) {
      Values.text(file, service.path(KEY), scope.problems())
          .ifPresent(text -> scope
              .sources()
              .text(text, file.place(), service.path(KEY))
              .ifPresent(content -> files.read(content, text)));
    }
    var out = new TreeMap<>(files.values());
    out.putAll(service.pairs("labels"));
    return out;
  }
}
