package dev.skep.controller.cli;

import dev.skep.controller.oneoff.EnvForm;
import dev.skep.controller.oneoff.MountForm;
import dev.skep.controller.oneoff.PayloadUse;
import dev.skep.controller.oneoff.Request;
import dev.skep.manifests.Image;
import dev.skep.manifests.Units;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Hash;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Flags of {@code skep run} that say what shall run, in the words of {@code docker run}. */
final class RunOptions {
  private static final String NAME = "[a-zA-Z0-9](?:[-_]*[A-Za-z0-9]+)*";
  private static final int LONGEST_NAME = 63;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the service (default: run, a word of the image's, and chance).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "KEY[=VAL]",
      description = "Variable; KEY alone takes the caller's; may be given several times.")
  private List<String> env = List.of();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "File of variables, one in a line; --env wins over it.")
  private List<Path> envFiles = List.of();

  @Option(names = "--network", paramLabel = "NAME", description = "Network to be in.")
  private List<String> networks = List.of();

  @Option(
      names = "--mount",
      paramLabel = "MOUNT",
      description = "Such as type=volume,source=data,target=/data,readonly.")
  private List<String> mounts = List.of();

  @Option(
      names = "--secret",
      paramLabel = "SECRET",
      description = "NAME, or source=NAME,target=FILE; a secret that exists.")
  private List<String> secrets = List.of();

  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      description = "NAME, or source=NAME,target=FILE; a config that exists.")
  private List<String> configs = List.of();

  @Option(
      names = "--constraint",
      paramLabel = "RULE",
      description = "Which nodes will do, such as node.labels.disk==ssd.")
  private List<String> constraints = List.of();

  @Option(names = "--limit-cpu", paramLabel = "CPUS", description = "Most CPUs, such as 0.5.")
  private Optional<String> limitCpu = Optional.empty();

  @Option(names = "--limit-memory", paramLabel = "SIZE", description = "Most memory: 512m.")
  private Optional<String> limitMemory = Optional.empty();

  @Option(names = "--reserve-cpu", paramLabel = "CPUS", description = "CPUs a node must have free.")
  private Optional<String> reserveCpu = Optional.empty();

  @Option(
      names = "--reserve-memory",
      paramLabel = "SIZE",
      description = "Memory a node must have free.")
  private Optional<String> reserveMemory = Optional.empty();

  @Option(
      names = "--registry-auth",
      description = "Send the login that the Docker configuration has for the image's registry.")
  private boolean registryAuth;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "User, or user:group, in the container.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Folder in the container to start in.")
  private Optional<String> workdir = Optional.empty();

  @Option(names = "--label", paramLabel = "KEY=VAL", description = "Label of the service.")
  private List<String> labels = List.of();

  @Option(names = "--entrypoint", paramLabel = "CMD", description = "Instead of the image's.")
  private Optional<String> entrypoint = Optional.empty();

  @Option(names = "--hostname", paramLabel = "NAME", description = "Host name of the container.")
  private Optional<String> hostname = Optional.empty();

  private final List<String> wrong = new ArrayList<>();

  /**
   * What the flags ask for, or all that is wrong with them.
   *
   * @param environment the caller's
   * @param misfits what is wrong already
   */
  Either<List<String>, Request> request(
      String image,
      List<String> command,
      Request.Care care,
      Map<String, String> environment,
      List<String> misfits) {
    wrong.addAll(misfits);
    var full = Image.familiar(image);
    if (full.isEmpty()) wrong.add("'" + image + "' is no name of an image");
    var program = new Request.Program(
        full.orElse(image),
        entrypoint,
        command,
        variables(new EnvForm(environment)),
        user,
        workdir,
        hostname);
    var request = new Request(
        name.map(this::checked).orElseGet(() -> invented(image)),
        program,
        networks,
        all("--mount", mounts, MountForm::parse),
        payloads(),
        constraints,
        resources(),
        labels(),
        registryAuth,
        care);
    return wrong.isEmpty() ? Either.right(request) : Either.left(List.copyOf(wrong));
  }

  private String checked(String given) {
    if (given.length() > LONGEST_NAME || !given.matches(NAME)) {
      wrong.add("--name '" + given + "' is no name of a service: letters, digits, - and _, at most "
          + LONGEST_NAME);
    }
    return given;
  }

  /** {@code run-busybox-k3f9x2}. */
  private static String invented(String image) {
    var word = image
        .replaceFirst("@.*", "")
        .replaceFirst(".*/", "")
        .replaceFirst(":.*", "")
        .replaceAll("[^a-zA-Z0-9]+", "-")
        .replaceAll("^-|-$", "");
    var word40 = word.length() > 40 ? word.substring(0, 40).replaceAll("-$", "") : word;
    return "run-" + word40 + "-" + Hash.base32(UUID.randomUUID().toString(), 6);
  }

  private List<String> variables(EnvForm form) {
    var out = new ArrayList<String>();
    for (var file : envFiles) {
      try {
        form.file(Files.readString(file))
            .peek(out::addAll)
            .peekLeft(why -> why.forEach(w -> wrong.add("--env-file " + file + ", " + w)));
      } catch (IOException e) {
        wrong.add("--env-file " + file + " cannot be read: " + e);
      }
    }
    all("--env", env, form::entry).forEach(found -> found.ifPresent(out::add));
    // The last one counts, as for docker run; an engine would hand both on.
    var byKey = new TreeMap<String, String>();
    out.forEach(entry -> byKey.put(entry.substring(0, entry.indexOf('=')), entry));
    return List.copyOf(byKey.values());
  }

  private <T> List<T> all(
      String flag, List<String> given, Function<String, Either<String, T>> parse) {
    var out = new ArrayList<T>();
    for (var text : given) {
      parse.apply(text).peek(out::add).peekLeft(why -> wrong.add(flag + " " + why));
    }
    return out;
  }

  private List<PayloadUse> payloads() {
    var out = new ArrayList<PayloadUse>();
    out.addAll(all("--secret", secrets, text -> PayloadUse.parse(Kind.SECRET, text)));
    out.addAll(all("--config", configs, text -> PayloadUse.parse(Kind.CONFIG, text)));
    return out;
  }

  private Request.Resources resources() {
    return new Request.Resources(
        amount("--limit-cpu", limitCpu, Units::nanoCpus, "0.5"),
        amount("--limit-memory", limitMemory, Units::bytes, "512m"),
        amount("--reserve-cpu", reserveCpu, Units::nanoCpus, "0.5"),
        amount("--reserve-memory", reserveMemory, Units::bytes, "512m"));
  }

  private OptionalLong amount(
      String flag, Optional<String> text, Function<String, OptionalLong> read, String such) {
    if (text.isEmpty()) return OptionalLong.empty();
    var amount = read.apply(text.get());
    if (amount.isEmpty()) wrong.add(flag + " '" + text.get() + "' is none such as " + such);
    return amount;
  }

  private Map<String, String> labels() {
    var out = new TreeMap<String, String>();
    for (var label : labels) {
      int equals = label.indexOf('=');
      var key = equals < 0 ? label : label.substring(0, equals);
      if (key.isBlank()) wrong.add("--label '" + label + "' is no KEY=VALUE");
      if (key.startsWith("dev.skep.") || key.startsWith("com.docker.stack."))
        wrong.add("--label " + key + " is not yours to give; it says whose the service is");
      out.put(key, equals < 0 ? "" : label.substring(equals + 1));
    }
    return out;
  }
}
