package dev.skep.controller.source;

import dev.skep.controller.source.SourceAddress.Folder;
import dev.skep.controller.source.SourceAddress.Repository;
import dev.skep.controller.source.SourceAddress.Transport;
import io.vavr.control.Either;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what {@code --source} says. Messages never hold what stands before an {@code @}. */
final class AddressReader {
  private static final String MEND =
      "; write a folder, git@HOST:REPO.git#BRANCH:FOLDER, https://HOST/REPO.git#BRANCH:FOLDER"
          + " or file:///REPO.git#BRANCH:FOLDER";
  private static final String PASSWORD = "has a password in it, which would end up in lists of"
      + " processes and in logs; write the address without, and put a token into a file for"
      + " --git-token-file";

  /** As scp and Git write it; a folder of such a name is written with {@code ./} before it. */
  private static final Pattern SCP = Pattern.compile("([^/@:\\s]+)@([^/@:\\s]+):(.+)");

  private static final Pattern SCP_PASSWORD = Pattern.compile("[^/@:]*:[^/@]*@.*");
  private static final Pattern HOST = Pattern.compile("(\\[.*]|[^:]*)(:\\d*)?");
  private static final Pattern REF = Pattern.compile("[^\\p{Cntrl}\\s~^:?*\\[\\\\#]+");

  private final String text;

  AddressReader(String text) {
    this.text = text;
  }

  Either<String, SourceAddress> read() {
    if (text.isBlank()) return refused("is empty" + MEND);
    int hash = text.indexOf('#');
    var place = hash < 0 ? text : text.substring(0, hash);
    var fragment = hash < 0 ? Optional.<String>empty() : Optional.of(text.substring(hash + 1));
    if (place.contains("://")) return url(place).flatMap(r -> at(r, fragment));
    var scp = SCP.matcher(place);
    if (scp.matches()) {
      var repository = repository(Transport.SSH, place, scp.group(2), Optional.empty());
      return at(repository, fragment);
    }
    if (SCP_PASSWORD.matcher(text).matches()) return refused(PASSWORD);
    return folder();
  }

  private Either<String, SourceAddress> folder() {
    try {
      return Either.right(new Folder(Path.of(text)));
    } catch (InvalidPathException e) {
      return refused("is no path" + MEND);
    }
  }

  private Either<String, Repository> url(String place) {
    if (hasPassword(place)) return refused(PASSWORD);
    URI uri;
    try {
      uri = new URI(place);
    } catch (URISyntaxException e) {
      return refused("is no address" + MEND);
    }
    if (uri.getRawQuery() != null) {
      return refused("has a ? in it, which no repository's address has; a token goes into a file"
          + " for --git-token-file");
    }
    return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> http(Transport.HTTPS, uri);
      case "http" -> http(Transport.HTTP, uri);
      case "ssh" -> ssh(uri);
      case "file" -> file(uri);
      case "git" ->
        refused("begins with git://, which neither encrypts nor tells who answers;"
            + " use https:// or ssh://");
      default -> refused("begins with " + uri.getScheme() + "://, which is not spoken here" + MEND);
    };
  }

  /** One with a / or a # in it cuts the authority short before its @, and leaves no port there. */
  private boolean hasPassword(String place) {
    var authority = place.substring(place.indexOf("://") + 3).split("/", 2)[0];
    int at = authority.lastIndexOf('@');
    return at >= 0
        ? authority.substring(0, at).contains(":")
        : text.contains("@") && !HOST.matcher(authority).matches();
  }

  private Either<String, Repository> http(Transport transport, URI uri) {
    if (uri.getHost() == null || !namesSomething(uri)) {
      return refused("names no repository" + MEND);
    }
    var url = uri.getScheme() + "://" + uri.getHost()
        + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath();
    return Either.right(
        repository(transport, url, uri.getHost(), Optional.ofNullable(uri.getUserInfo())));
  }

  private Either<String, Repository> ssh(URI uri) {
    if (uri.getHost() == null || !namesSomething(uri)) {
      return refused("names no repository" + MEND);
    }
    if (uri.getUserInfo() == null) {
      return refused("names no user; write ssh://git@" + uri.getHost() + uri.getPath());
    }
    return Either.right(repository(Transport.SSH, uri.toString(), uri.getHost(), Optional.empty()));
  }

  private Either<String, Repository> file(URI uri) {
    if (uri.getRawAuthority() != null || !namesSomething(uri)) {
      return refused("names no repository of this machine; write file:///PATH");
    }
    return Either.right(repository(Transport.FILE, uri.toString(), "", Optional.empty()));
  }

  private static boolean namesSomething(URI uri) {
    return uri.getPath() != null && uri.getPath().chars().anyMatch(c -> c != '/');
  }

  private static Repository repository(
      Transport transport, String url, String host, Optional<String> user) {
    return new Repository(transport, url, host, user, Optional.empty(), ".");
  }

  /** What stands behind the {@code #}. */
  private Either<String, SourceAddress> at(Repository repository, Optional<String> fragment) {
    if (fragment.isEmpty()) return Either.right(repository);
    var parts = fragment.get().split(":", 2);
    var ref = parts[0].isEmpty() ? Optional.<String>empty() : Optional.of(parts[0]);
    if (ref.isEmpty() && parts.length == 1) {
      return refused("has nothing after the #; write #BRANCH, #TAG, #COMMIT or #BRANCH:FOLDER");
    }
    if (ref.isPresent() && !isRef(ref.get())) {
      return refused("asks for '" + ref.get() + "', which can be no branch, tag or commit id;"
          + " write #BRANCH:FOLDER");
    }
    var path = parts.length == 1 ? Optional.of(".") : path(parts[1]);
    if (path.isEmpty()) {
      return refused("asks for the folder '" + parts[1] + "'; write it from the top of the"
          + " repository, without / before it and without ..");
    }
    return Either.right(new Repository(
        repository.transport(),
        repository.url(),
        repository.host(),
        repository.user(),
        ref,
        path.get()));
  }

  private static boolean isRef(String ref) {
    return REF.matcher(ref).matches()
        && !ref.contains("..")
        && !ref.contains("//")
        && !ref.contains("@{")
        && !ref.startsWith("-")
        && !ref.startsWith("/")
        && !ref.endsWith("/")
        && !ref.endsWith(".")
        && !ref.endsWith(".lock");
  }

  private static Optional<String> path(String text) {
    if (text.startsWith("/")
        || text.isBlank()
        || text.chars().anyMatch(c -> c < ' ' || c == '\\')) {
      return Optional.empty();
    }
    var names = new ArrayList<String>();
    for (var name : text.split("/")) {
      if (name.equals("..") || name.equalsIgnoreCase(".git")) return Optional.empty();
      if (!name.isEmpty() && !name.equals(".")) names.add(name);
    }
    return Optional.of(names.isEmpty() ? "." : String.join("/", names));
  }

  private <T> Either<String, T> refused(String what) {
    var shown = text.replaceFirst("^(.*?//)?.*@", "$1…@").replaceFirst("\\?.*", "?…");
    return Either.left("--source " + shown + " " + what);
  }
}
