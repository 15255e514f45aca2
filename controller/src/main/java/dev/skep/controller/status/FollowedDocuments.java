package dev.skep.controller.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents of one kind, told again whenever they say something new. Not thread-safe. */
public final class FollowedDocuments {
  private Map<Object, Map<String, Object>> told = Map.of();

  /**
   * Those that say something that they did not say the last time, at first all; of one that is gone
   * what it was called, and that it is gone.
   */
  public List<Map<String, Object>> update(List<Map<String, Object>> documents) {
    var now = new LinkedHashMap<Object, Map<String, Object>>();
    for (var document : documents) now.put(document.get("metadata"), document);
    var news = new ArrayList<Map<String, Object>>();
    now.forEach((key, document) -> {
      var before = told.get(key);
      if (before == null || !says(before).equals(says(document))) news.add(document);
    });
    told.forEach((key, document) -> {
      if (!now.containsKey(key)) news.add(gone(document));
    });
    told = now;
    return news;
  }

  private static Map<String, Object> says(Map<String, Object> document) {
    return Documents.withoutHeartbeat(document);
  }

  private static Map<String, Object> gone(Map<String, Object> document) {
    var out = new LinkedHashMap<>(document);
    out.put("status", new Fields().put("gone", true).map());
    return out;
  }
}
