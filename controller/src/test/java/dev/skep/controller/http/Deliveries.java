package dev.skep.controller.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What GitHub, GitLab and Gitea send, as they document it, and what they would never send. */
public final class Deliveries {
  public static final String SECRET = "S3CRET";

  static final String GITHUB = """
      {"ref": "refs/heads/main", "before": "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
       "after": "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c", "created": false, "deleted": false,
       "repository": {"id": 35129377, "name": "infra", "full_name": "acme/infra",
         "html_url": "https://git.example.org/acme/infra",
         "ssh_url": "git@git.example.org:acme/infra.git",
         "clone_url": "https://git.example.org/acme/infra.git"},
       "pusher": {"name": "ada"}, "commits": []}
      """;

  static final String GITLAB = """
      {"object_kind": "push", "event_name": "push", "ref": "refs/heads/main",
       "checkout_sha": "da1560886d4f094c3e6c9ef40349f7d38b5d27d7", "user_name": "Ada",
       "project": {"id": 15, "name": "infra", "path_with_namespace": "acme/infra",
         "web_url": "https://git.example.org/acme/infra",
         "git_ssh_url": "git@git.example.org:acme/infra.git",
         "git_http_url": "https://git.example.org/acme/infra.git"},
       "commits": [], "total_commits_count": 0}
      """;

  static final String GITEA = """
      {"ref": "refs/heads/develop", "before": "28e1879d029cb852e4844d9c718537df08844e03",
       "after": "bffeb74224043ba2feb48d137756c8a9331c449a",
       "repository": {"id": 140, "name": "infra", "full_name": "acme/infra",
         "html_url": "https://git.example.org/acme/infra",
         "ssh_url": "ssh://git@git.example.org:2222/acme/infra.git",
         "clone_url": "https://git.example.org/acme/infra.git"},
       "pusher": {"login": "ada"}, "commits": []}
      """;

  private Deliveries() {}

  static String mac(String secret, String body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A right push of GitHub, as it goes over the wire. */
  public static String push() {
    return post(github("push", SECRET, GITHUB), GITHUB);
  }

  /** A push as {@link #push} is, by somebody who does not know the secret. */
  public static String forged() {
    return post(github("push", "wrong", GITHUB), GITHUB);
  }

  /** A push that is {@code bytes} long, and right. */
  public static String push(int bytes) {
    var body = GITHUB + " ".repeat(bytes - GITHUB.length());
    return post(github("push", SECRET, body), body);
  }

  static String github(String event, String secret, String body) {
    return "X-GitHub-Event: " + event + "\r\nX-Hub-Signature-256: sha256=" + mac(secret, body);
  }

  static String gitlab(String event, String secret) {
    return "X-Gitlab-Event: " + event + "\r\nX-Gitlab-Token: " + secret;
  }

  static String gitea(String event, String secret, String body) {
    return "X-Gitea-Event: " + event + "\r\nX-Gitea-Signature: " + mac(secret, body);
  }

  static String post(String headers, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "POST /webhook HTTP/1.1\r\nHost: skep\r\nContent-Type: application/json\r\n"
        + "Content-Length: " + length + "\r\n" + headers + "\r\n\r\n" + body;
  }

  public static Socket connect(InetSocketAddress to) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), to.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  public static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** The code of one answer, which is read to its end; -1 when there is none. */
  public static int code(Socket socket) throws IOException {
    var head = new ByteArrayOutputStream();
    var in = socket.getInputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) return -1;
      head.write(next);
    }
    var text = head.toString(StandardCharsets.US_ASCII);
    var length = text.replaceFirst("(?is).*content-length: (\\d+).*", "$1");
    if (length.matches("\\d+")) in.readNBytes(Integer.parseInt(length));
    return Integer.parseInt(text.split(" ", 3)[1]);
  }
}
