package dev.skep.controller.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.source.SourceAddress.Folder;
import dev.skep.controller.source.SourceAddress.Repository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {
  private static Repository repository(String text) {
    return (Repository) SourceAddress.parse(text).get();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      git@host:infra.git#main:envs/prod | SSH | git@host:infra.git | host | main | envs/prod | infra
      git@host:infra.git | SSH | git@host:infra.git | host | | . | infra
      git@host:/srv/infra.git#:envs | SSH | git@host:/srv/infra.git | host | | envs | infra
      ssh://git@host:2222/a/infra#v1 | SSH | ssh://git@host:2222/a/infra | host | v1 | . | infra
      https://host/x.git#v1.2:envs/prod | HTTPS | https://host/x.git | host | v1.2 | envs/prod | x
      https://host:8443/a/x/ | HTTPS | https://host:8443/a/x/ | host | | . | x
      http://host/x.git#feature/a | HTTP | http://host/x.git | host | feature/a | . | x
      https://bot@host/x.git#main | HTTPS | https://host/x.git | host | main | . | x
      file:///srv/infra.git | FILE | file:///srv/infra.git | "" | | . | infra
      file:///my%20repo#main:./a//b/ | FILE | file:///my%20repo | "" | main | a/b | my-20repo
      file:///srv/.git | FILE | file:///srv/.git | "" | | . | repository
      git@host:x#9f3c1e2aa0b4c5d6e7f8 | SSH | git@host:x | host | 9f3c1e2aa0b4c5d6e7f8 | . | x
      git@host:x#user@example:a@b | SSH | git@host:x | host | user@example | a@b | x
      """)
  void repositories(
      String text,
      String transport,
      String url,
      String host,
      String ref,
      String path,
      String name) {
    var address = repository(text);
    assertThat(address.transport().name()).isEqualTo(transport);
    assertThat(address.url()).isEqualTo(url);
    assertThat(address.host()).isEqualTo(host);
    assertThat(address.ref().orElse(null)).isEqualTo(ref);
    assertThat(address.path()).isEqualTo(path);
    assertThat(address.shortName()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stacks", "/srv/stacks", "../a", "./git@host:x", "a#b", "host:x", "a b"})
  void folders(String text) {
    assertThat(SourceAddress.parse(text).get()).isEqualTo(new Folder(Path.of(text)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      "" | is empty; write a folder, git@HOST:REPO.git#BRANCH:FOLDER
      https://host/x.git# | has nothing after the #; write #BRANCH
      https://host/x.git#a b | asks for 'a b', which can be no branch
      https://host/x.git#a..b | asks for 'a..b', which can be no branch
      https://host/x.git#-x | asks for '-x', which can be no branch
      https://host/x.git#x.lock | asks for 'x.lock', which can be no branch
      https://host/x.git#main:/etc | asks for the folder '/etc'; write it from the top of
      https://host/x.git#main:../up | asks for the folder '../up'; write it from the top of
      https://host/x.git#main:a/../b | asks for the folder 'a/../b'; write it from the top of
      https://host/x.git#main:.git | asks for the folder '.git'; write it from the top of
      https://host/x.git#main: | asks for the folder ''; write it from the top of
      https://host | names no repository; write
      https:///x.git | names no repository; write
      https://host/x y.git | is no address; write
      https://host/x.git?a=b | has a ? in it, which no repository's address has; a token goes
      ssh://host/x.git | names no user; write ssh://git@host/x.git
      file://srv/infra.git | names no repository of this machine; write file:///PATH
      file:/// | names no repository of this machine; write file:///PATH
      git://host/x.git | neither encrypts nor tells who answers; use https:// or ssh://
      ftp://host/x.git | begins with ftp://, which is not spoken here; write
      """)
  void whatIsNoAddressIsRefusedWithTheMend(String text, String message) {
    assertThat(SourceAddress.parse(text).getLeft()).startsWith("--source ").contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://me:S3CRET@host/x.git#main",
        "https://me:S3@CRET@host/x.git",
        "https://me:S3#CRET@host/x.git",
        "https://:S3CRET@host/x.git",
        "ssh://git:S3CRET@host/x.git",
        "git:S3CRET@host:x.git",
        "http://me:S3CRET@host:8080/x.git#main:a@b"
      })
  void passwordInTheAddressIsRefusedAndNotRepeated(String text) {
    assertThat(SourceAddress.parse(text).getLeft())
        .contains("has a password in it")
        .contains("--git-token-file")
        .doesNotContain("S3")
        .doesNotContain("CRET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://host/x.git?access_token=S3CRET", "ftp://S3CRET@host/x y"})
  void nothingThatMayBeSecretIsRepeated(String text) {
    assertThat(SourceAddress.parse(text).getLeft()).doesNotContain("S3CRET");
  }

  @Test
  void userOfAnHttpAddressIsKeptButNotShown() {
    var address = repository("https://ghp_S3CRET@host/x.git#main:envs/prod");
    assertThat(address.user()).contains("ghp_S3CRET");
    assertThat(address.name()).isEqualTo("https://host/x.git#main:envs/prod");
    assertThat(repository("git@host:x.git").name()).isEqualTo("git@host:x.git");
    assertThat(repository("git@host:x.git#:a").name()).isEqualTo("git@host:x.git#:a");
  }
}
