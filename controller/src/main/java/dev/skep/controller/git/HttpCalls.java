package dev.skep.controller.git;

import dev.skep.controller.secrets.SecretFile;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/**
 * The calls of one conversation. The token goes with those to the configured server alone: the
 * library's own authentication would take it along when that one redirects to another.
 */
final class HttpCalls implements HttpConnectionFactory {
  private final URI own;
  private final Optional<SecretFile> file;
  private final Optional<String> authorization;
  private Optional<String> refusal = Optional.empty();

  HttpCalls(String url, Optional<SecretFile> file, Optional<String> authorization) {
    this.own = URI.create(url);
    this.file = file;
    this.authorization = authorization;
  }

  /** Why the server would not let us in; empty when it did, or something else is wrong. */
  Optional<String> refusal() {
    return refusal;
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, Proxy.NO_PROXY);
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    var call = new Call(url, proxy);
    if (isOwn(url)) authorization.ifPresent(a -> call.setRequestProperty("Authorization", a));
    return call;
  }

  private boolean isOwn(URL url) {
    return url.getProtocol().equalsIgnoreCase(own.getScheme())
        && url.getHost().equalsIgnoreCase(own.getHost())
        && url.getPort() == own.getPort();
  }

  private final class Call extends JDKHttpConnection {
    Call(URL url, Proxy proxy) throws IOException {
      super(url, proxy);
    }

    @Override
    public int getResponseCode() throws IOException {
      int code = super.getResponseCode();
      if (code == HttpURLConnection.HTTP_UNAUTHORIZED
          || code == HttpURLConnection.HTTP_FORBIDDEN
          || code == HttpURLConnection.HTTP_NOT_FOUND) {
        refusal = Optional.of(why(code, getURL()));
      }
      return code;
    }
  }

  private String why(int code, URL url) {
    var server = server(url.getHost(), url.getPort());
    var answer = server + " answers " + code;
    if (!isOwn(url)) {
      var first = server(own.getHost(), own.getPort());
      return first + " redirects to " + server + ", which answers " + code + "; a token is for "
          + first + " alone: write the address of where the repository is now";
    }
    if (code == HttpURLConnection.HTTP_NOT_FOUND) {
      return answer + ": there is no such repository, or it is not for "
          + file.map(f -> "the token in " + f.path()).orElse("everybody: give --git-token-file");
    }
    return file.map(f -> answer + " to the token in " + f.path()
            + "; put one into it that is valid and may read this repository")
        .orElse(answer + "; it wants a token: put one into a file for --git-token-file");
  }

  private static String server(String host, int port) {
    return port < 0 ? host : host + ":" + port;
  }
}
