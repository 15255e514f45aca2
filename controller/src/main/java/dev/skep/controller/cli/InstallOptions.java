package dev.skep.controller.cli;

import dev.skep.controller.source.SourceAddress;
import dev.skep.controller.source.SourceAddress.Repository;
import dev.skep.controller.source.SourceAddress.Transport;
import dev.skep.manifests.install.InstallFile;
import dev.skep.manifests.install.InstallFile.Part;
import io.vavr.control.Either;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Flags that say how Skep is to be installed. */
final class InstallOptions {
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]*");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(:[\\w.-]+)?");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "URL",
      description = "The repository that holds your stacks: https://HOST/REPO.git#BRANCH:FOLDER,"
          + " git@HOST:REPO.git#BRANCH:FOLDER.")
  private String source;

  private final Map<String, String> values = new TreeMap<>();
  private final EnumSet<Part> parts = EnumSet.noneOf(Part.class);

  @Option(
      names = "--image",
      paramLabel = "NAME",
      description = "The image to run (default: the one that make image gives).")
  void image(String name) {
    fits(IMAGE, "--image", name, "write a name such as registry.example/skep:0.1");
    values.put("SKEP_IMAGE", name);
  }

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "How many controllers: one works, the others stand by (default: 2).")
  void replicas(int count) {
    if (count < 1) throw misuse("--replicas must be 1 or more; the default is 2");
    values.put("SKEP_REPLICAS", Integer.toString(count));
  }

  @Option(
      names = "--user",
      paramLabel = "USER:GROUP",
      description =
          "Whom they run as; the group must be that of /var/run/docker.sock (default:" + " root).")
  void user(String name) {
    fits(USER, "--user", name, "write USER:GROUP, such as 65532:998");
    values.put("SKEP_USER", name);
  }

  @Option(names = "--git-token", description = "The repository wants a token: skep_git_token.")
  void gitToken(boolean on) {
    add(Part.GIT_TOKEN, on);
  }

  @Option(
      names = "--git-ssh",
      description = "It is behind ssh: skep_git_ssh_key and skep_git_known_hosts.")
  void gitSsh(boolean on) {
    add(Part.GIT_SSH, on);
  }

  @Option(names = "--webhook", description = "Hear of a push at once, at /webhook: skep_webhook.")
  void webhook(boolean on) {
    add(Part.WEBHOOK, on);
  }

  @Option(
      names = "--webhook-port",
      paramLabel = "PORT",
      description = "Where, on each node; with --webhook (default: 8080).")
  void webhookPort(int port) {
    if (port < 1 || port > 65535) throw misuse("--webhook-port must lie between 1 and 65535");
    values.put("SKEP_WEBHOOK_PORT", Integer.toString(port));
    add(Part.WEBHOOK, true);
  }

  @Option(names = "--registry", description = "Images of private registries: skep_registry.")
  void registry(boolean on) {
    add(Part.REGISTRY, on);
  }

  @Option(
      names = "--metrics",
      description = "For a Prometheus of this Swarm, in the network monitoring.")
  void metrics(boolean on) {
    add(Part.METRICS, on);
  }

  private void add(Part part, boolean on) {
    if (on) parts.add(part);
  }

  /** The stack file; left: what cannot be meant. */
  Either<String, InstallFile> file(Optional<String> owner) {
    return SourceAddress.parse(source).flatMap(this::fits).map(address -> {
      var all = new TreeMap<>(values);
      all.put("SKEP_SOURCE", source);
      owner.ifPresent(id -> all.put("SKEP_OWNER", id));
      return new InstallFile(parts, all);
    });
  }

  /** The secrets must be those that the address needs: a controller refuses any others. */
  private Either<String, Repository> fits(SourceAddress address) {
    if (!(address instanceof Repository repository)) {
      return Either.left(
          "--source " + source + " is a folder of one machine, and controllers run on"
              + " several; give the address of a repository");
    }
    boolean ssh = repository.transport() == Transport.SSH;
    if (ssh && !parts.contains(Part.GIT_SSH))
      return Either.left("--source " + source + " is reached by ssh; add --git-ssh");
    if (!ssh && parts.contains(Part.GIT_SSH))
      return Either.left("--git-ssh is for ssh:// and git@HOST:…; leave it out");
    boolean http =
        repository.transport() == Transport.HTTPS || repository.transport() == Transport.HTTP;
    return !http && parts.contains(Part.GIT_TOKEN)
        ? Either.left("--git-token is for https://; leave it out")
        : Either.right(repository);
  }

  private void fits(Pattern form, String flag, String value, String mend) {
    if (!form.matcher(value).matches())
      throw misuse(flag + " '" + value + "' cannot be used; " + mend);
  }

  private ParameterException misuse(String why) {
    return new ParameterException(command.commandLine(), why);
  }
}
