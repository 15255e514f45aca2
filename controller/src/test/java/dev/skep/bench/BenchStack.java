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

/** A stack of services that run nothing, so that the engine's book-keeping is what is measured. */
record BenchStack(String name, int services, String changed, String image) {
  private static final String IMAGE = "skep-lab/busybox:1";

  BenchStack(String name, int services, String changed) {
    this(name, services, changed, IMAGE);
  }

  static BenchStack of(String name, int services) {
    return new BenchStack(name, services, "0");
  }

  /** The same with another value in one of the services. */
  BenchStack withOneChange(String value) {
    return new BenchStack(name, services, value, image);
  }

  BenchStack named(String other) {
    return new BenchStack(other, services, changed, image);
  }

  BenchStack of(String otherImage) {
    return new BenchStack(name, services, changed, otherImage);
  }

  Path write(Path folder) {
    var out = new StringBuilder("version: \"3.8\"\nservices:\n");
    for (int i = 0; i < services; i++) {
      out.append("""
            s%d:
              image: %s
              command: [sleep, "600"]
              environment: {LOG_LEVEL: info, CHANGED: "%s"}
              networks: [inner]
              deploy: {replicas: 0, labels: {team: bench}}
          """.formatted(i, image, i == 0 ? changed : "0"));
    }
    out.append("networks: {inner: {}}\n");
    try {
      return Files.writeString(folder.resolve(name + ".stack.yml"), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DesiredStack desired(Path folder) {
    var request =
        new LoadRequest(List.of(write(folder)), Optional.of(name), Map.of(), true, folder);
    return new Manifests().load(request).get().stack();
  }
}
