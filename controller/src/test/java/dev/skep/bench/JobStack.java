package dev.skep.bench;

import dev.skep.manifests.LoadRequest;
import dev.skep.manifests.Manifests;
import dev.skep.model.DesiredStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A migration, and the application that waits for it. */
record JobStack(String command, int revision) {
  private static final String TEXT = """
      version: "3.8"
      services:
        migrate:
          image: skep-lab/busybox:1
          command: ["sh", "-c", "%s"]
          environment: {REVISION: "%d"}
          stop_grace_period: 0s
          deploy:
            labels: {com.replicated.ephemeral: "true"}
            restart_policy: {condition: on-failure, delay: 1s}
          x-skep: {job: {ttlAfterSuccess: 0s}}
        app:
          image: skep-lab/busybox:1
          command: [sleep, "3600"]
          depends_on: [migrate]
          deploy: {replicas: 0}
      """;

  DesiredStack desired(Path folder) {
    return desired("jobs", TEXT.formatted(command, revision), folder);
  }

  /** Of a stack file with this text. */
  static DesiredStack desired(String name, String text, Path folder) {
    var file = folder.resolve(name + ".stack.yml");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var request = new LoadRequest(List.of(file), Optional.of(name), Map.of(), true, folder);
    return new Manifests().load(request).get().stack();
  }
}
