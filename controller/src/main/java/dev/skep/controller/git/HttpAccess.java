package dev.skep.controller.git;

import dev.skep.controller.secrets.SecretFile;
import dev.skep.controller.source.SourceAddress;
import dev.skep.controller.source.SourceAddress.Transport;
import io.vavr.control.Either;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jgit.transport.TransportHttp;

/** A repository on a web server, with a token or without. */
final class HttpAccess implements Access {
  /** Where a token is all that counts, servers take any name; some apps' tokens want this one. */
  private static final String ANYBODY = "x-access-token";

  private final SourceAddress.Repository address;
  private final Optional<SecretFile> token;

  private HttpAccess(SourceAddress.Repository address, Optional<SecretFile> token) {
    this.address = address;
    this.token = token;
  }

  static Either<String, Access> of(SourceAddress.Repository address, Optional<SecretFile> token) {
    if (token.isEmpty()) return Either.right(new HttpAccess(address, token));
    if (address.transport() == Transport.HTTP && !loopback(address.host())) {
      return Either.left("--git-token-file is given, but --source " + address.name()
          + " would carry the token for anybody to read; write https://");
    }
    return token.get().line().map(read -> new HttpAccess(address, token));
  }

  private static boolean loopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }

  @Override
  public <T> Either<GitFault, T> use(Talk<T> talk) {
    if (token.isEmpty()) return use(talk, new HttpCalls(address.url(), token, Optional.empty()));
    var read = token.get().line();
    if (read.isLeft()) return Either.left(new GitFault.Unreachable(read.getLeft()));
    var secret = read.get();
    var encoded = basic(secret);
    var calls = new HttpCalls(address.url(), token, Optional.of("Basic " + encoded));
    return this.<T>use(talk, calls)
        .mapLeft(fault -> new GitFault.Unreachable(
            // What a server writes into its refusal is up to the server.
            fault.message().replace(secret, "…").replace(encoded, "…")));
  }

  private <T> Either<GitFault, T> use(Talk<T> talk, HttpCalls calls) {
    return Access.talk(
        talk,
        transport -> {
          if (transport instanceof TransportHttp http) http.setHttpConnectionFactory(calls);
        },
        text -> calls.refusal().orElse(text));
  }

  private String basic(String secret) {
    var pair = address.user().orElse(ANYBODY) + ":" + secret;
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
