package dev.skep.controller.git;

import static dev.skep.controller.git.Upstream.stack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.source.SourceAddress;
import dev.skep.controller.source.SourceState.Trouble;
import dev.skep.reconciler.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a repository may hold, and what of it reaches the disk and the stacks. */
class CheckoutTest {
  private static final Limits SMALL =
      new Limits(100_000, 10, Duration.ofSeconds(5), Duration.ofMinutes(1));

  @TempDir
  Path folder;

  private Upstream upstream;
  private GitSource source;

  @BeforeEach
  void oneStack() throws Exception {
    Files.writeString(folder.resolve("outside.env"), "SECRET=outside\n");
    upstream = new Upstream(folder.resolve("infra"));
    upstream.write("envs/prod/shop/compose.yaml", stack("1"));
    upstream.write("shared/common.env", "COLOUR=blue\n");
    open(SMALL);
  }

  @AfterEach
  void close() {
    source.close();
    upstream.close();
  }

  private void open(Limits limits) {
    var address = (SourceAddress.Repository)
        SourceAddress.parse(upstream.url() + "#main:envs/prod").get();
    var pace = new Pace(Duration.ofSeconds(60), new Random(1));
    source = GitSource.open(
            address, Access.open(), folder.resolve("cache"), pace, limits, Clock.SYSTEM)
        .get();
  }

  private Path checkout() throws IOException {
    try (var all = Files.walk(folder.resolve("cache"))) {
      return all.filter(p -> p.getParent().getParent().endsWith("commits") && p.endsWith("infra"))
          .findFirst()
          .orElseThrow();
    }
  }

  private String trouble() {
    return source.state().trouble().map(Trouble::message).orElse("");
  }

  private void envFile(String path) throws IOException {
    upstream.write(
        "envs/prod/billing/compose.yaml",
        "services: {app: {image: x, env_file: [\"" + path + "\"]}}\n");
  }

  @Test
  void linkIsCheckedOutAsItIs() throws Exception {
    upstream
        .link("envs/prod/link", "../../shared")
        .link("nowhere", "/no/such/file")
        .commit("c");
    source.look();
    assertThat(Files.readSymbolicLink(checkout().resolve("envs/prod/link")))
        .isEqualTo(Path.of("../../shared"));
    assertThat(Files.exists(checkout().resolve("nowhere"), LinkOption.NOFOLLOW_LINKS))
        .isTrue();
  }

  @Test
  void pathsInsideOfTheRepositoryMayGoUp() throws Exception {
    envFile("../../../shared/common.env");
    upstream.commit("c");
    source.look();
    assertThat(source.read().errors()).isEmpty();
    assertThat(source.read().good().get("billing").services().get("app").spec().toString())
        .contains("COLOUR=blue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../../../../../../../outside.env", "ABSOLUTE", "link.env", "up/outside.env"})
  void whatLiesOutsideOfTheRepositoryIsNotRead(String path) throws Exception {
    var outside = folder.resolve("outside.env").toString();
    upstream.link("envs/prod/billing/link.env", outside);
    upstream.link("envs/prod/billing/up", folder.toString());
    envFile(path.equals("ABSOLUTE") ? outside : path);
    upstream.commit("c");
    source.look();
    assertThat(source.read().good()).containsOnlyKeys("shop");
    assertThat(source.read().errors().getFirst().toString())
        .startsWith("envs/prod/billing/compose.yaml:1:")
        .contains("outside of the repository");
  }

  @Test
  void stackThatIsALinkToOutsideIsNotRead() throws Exception {
    Files.writeString(
        Files.createDirectory(folder.resolve("x")).resolve("compose.yaml"), stack("9"));
    upstream.link("envs/prod/x", folder.resolve("x").toString()).commit("c");
    source.look();
    assertThat(source.read().good()).containsOnlyKeys("shop");
    assertThat(source.read().errors().getFirst().message())
        .contains("the link leads out of the repository");
  }

  @Test
  void folderOfStacksThatIsALinkToOutsideIsRefused() throws Exception {
    upstream.remove("envs").link("envs", folder.toString()).commit("c");
    Files.createDirectories(folder.resolve("prod/x"));
    Files.writeString(folder.resolve("prod/x/compose.yaml"), stack("9"));
    source.look();
    assertThat(source.read().good()).isEmpty();
    assertThat(trouble()).contains("no folder envs/prod inside of the repository");
  }

  @Test
  void tooLargeARepositoryIsRefusedBeforeItIsWritten() throws Exception {
    upstream.commit("c");
    source.look();
    upstream.write("huge.bin", "x".repeat(2_000_000)).commit("huge");
    source.look();
    assertThat(trouble()).contains("is larger than 100000 bytes; keep what Skep deploys");
    assertThat(source.read().good()).containsOnlyKeys("shop");
    assertThat(Folders.size(folder.resolve("cache"))).isLessThan(100_000);
  }

  @Test
  void tooManyFilesAreRefused() throws Exception {
    for (int i = 0; i < 10; i++) upstream.write("f" + i, "");
    upstream.commit("many");
    source.look();
    assertThat(trouble()).contains("has more than 10 files");
  }

  @Test
  void submoduleIsAnEmptyFolder() throws Exception {
    var id = ObjectId.fromString(upstream.commit("c"));
    commitTree(tree -> tree.append("module", FileMode.GITLINK, id));
    source.look();
    assertThat(trouble()).contains("has no folder envs/prod");
    assertThat(source.read().good()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "."})
  void namesThatLeadAstrayAreRefused(String name) throws Exception {
    upstream.commit("c");
    source.look();
    var before = source.state().revision();
    var blob = ObjectId.fromString("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    try (var inserter = upstream.repository().newObjectInserter()) {
      inserter.insert(Constants.OBJ_BLOB, new byte[0]);
      inserter.flush();
    }
    commitTree(tree -> tree.append(name, FileMode.REGULAR_FILE, blob));
    source.look();
    assertThat(source.state().revision()).isEqualTo(before);
    assertThat(trouble()).isNotEmpty();
  }

  private interface Filling {
    void into(TreeFormatter tree);
  }

  /** What no Git would commit. */
  private void commitTree(Filling filling) throws IOException {
    var repository = upstream.repository();
    try (var inserter = repository.newObjectInserter()) {
      var tree = new TreeFormatter();
      filling.into(tree);
      var commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(tree));
      commit.setAuthor(new PersonIdent("Eve", "eve@example.org"));
      commit.setCommitter(commit.getAuthor());
      commit.setMessage("c");
      var id = inserter.insert(commit);
      inserter.flush();
      var update = repository.updateRef("refs/heads/main");
      update.setNewObjectId(id);
      update.forceUpdate();
    }
  }
}
