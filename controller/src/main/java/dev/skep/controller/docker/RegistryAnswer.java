package dev.skep.controller.docker;

import dev.skep.model.LockedImage;
import dev.skep.model.Tree;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.Locale;
import java.util.regex.Pattern;

/** What came of asking a registry for one image; whom it concerns decides how long it holds. */
sealed interface RegistryAnswer {

  record Found(LockedImage image) implements RegistryAnswer {}

  record NoImage(String said) implements RegistryAnswer {}

  /** No credentials, or not these; the registries say the same of images that do not exist. */
  record NoLogin(String said) implements RegistryAnswer {}

  /** The registry answers, but not so that anything follows from it. */
  record Puzzling(String said) implements RegistryAnswer {}

  /** The registry cannot be talked to, whatever the image. */
  record Silent(String said) implements RegistryAnswer {}

  /** Nobody came to the registry: the engine is not there, or no credentials could be read. */
  record NotAsked(SwarmFault fault) implements RegistryAnswer {}

  /** The engine, or its client library, could not bring a request to the registry. */
  Pattern NO_TALK = Pattern.compile(
      "dial (tcp|udp)|(read|write) (tcp|udp)|no such host|i/o timeout|deadline exceeded"
          + "|client\\.timeout|handshake timeout|connection re(fused|set)|\\beof\\b|x509:|tls:"
          + "|http response to https client|proxyconnect|toomanyrequests|http status: 5");

  Pattern NO_LOGIN = Pattern.compile(
      "denied|unauthorized|authentication required|no basic auth credentials|forbidden");

  Pattern NO_IMAGE = Pattern.compile("not found|manifest unknown|name unknown|invalid reference");

  static RegistryAnswer of(Reply reply) {
    if (reply.ok())
      return Json.parse(reply.body())
          .filter(Tree.Obj.class::isInstance)
          .flatMap(json -> Observations.image((Tree.Obj) json))
          .<RegistryAnswer>map(Found::new)
          .orElseGet(() -> new Puzzling("the answer holds no digest"));
    var said = reply.message() + " (HTTP " + reply.status() + ")";
    return switch (reply.status()) {
      case 400, 404 -> new NoImage(said);
      case 401, 403 -> new NoLogin(said);
      case 429, 502, 503, 504 -> new Silent(said);
      case 500 -> ofText(said);
      default -> new Puzzling(said);
    };
  }

  /** The engine passes on all that its client library meets as 500. */
  private static RegistryAnswer ofText(String said) {
    var text = said.toLowerCase(Locale.ROOT);
    if (NO_TALK.matcher(text).find()) return new Silent(said);
    if (NO_LOGIN.matcher(text).find()) return new NoLogin(said);
    if (NO_IMAGE.matcher(text).find()) return new NoImage(said);
    return new Puzzling(said);
  }

  /** In one word, for counting. */
  default String word() {
    return switch (this) {
      case Found f -> "found";
      case NoImage n -> "no_image";
      case NoLogin n -> "no_login";
      case Puzzling p -> "puzzling";
      case Silent s -> "silent";
      case NotAsked n -> "not_asked";
    };
  }

  /** The same, for the port, with what a person can do about it. */
  default Either<SwarmFault, LockedImage> about(ImageName name) {
    var registry = "registry " + name.registry();
    return switch (this) {
      case Found f -> Either.right(f.image());
      case NotAsked n -> Either.left(n.fault());
      case NoImage n ->
        rejected(registry + " has no image " + name + ": " + n.said()
            + "; push it, or correct the name");
      case NoLogin n ->
        rejected(registry + " refuses to tell about " + name + ": " + n.said() + "; run '"
            + name.login() + "' for the Docker configuration that Skep reads, or correct the name");
      case Puzzling p -> unreachable(registry + " does not tell what " + name + " is: " + p.said());
      case Silent s ->
        unreachable(registry + " cannot be asked about " + name + ": " + s.said()
            + "; see that it runs and that the engine reaches it");
    };
  }

  private static Either<SwarmFault, LockedImage> rejected(String message) {
    return Either.left(new SwarmFault.Rejected(message));
  }

  private static Either<SwarmFault, LockedImage> unreachable(String message) {
    return Either.left(new SwarmFault.Unreachable(message));
  }
}
