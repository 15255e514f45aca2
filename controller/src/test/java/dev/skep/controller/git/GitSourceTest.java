package dev.skep.controller.git;

import static dev.skep.controller.git.Upstream.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.source.SourceAddress;
import dev.skep.controller.source.SourceState.Trouble;
import dev.skep.reconciler.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSourceTest {
  private static final String BROKEN = "services: {app: {image: x, comand: y}}\n";
  private static final Pace PACE = new Pace(Duration.ofSeconds(60), new Random(1));

  @TempDir
  Path folder;

  private final TurnedTime time = new TurnedTime();
  private Upstream upstream;
  private GitSource source;
  private String first;

  @BeforeEach
  void twoStacks() throws Exception {
    upstream = new Upstream(folder.resolve("infra"));
    upstream.write("envs/prod/shop/compose.yaml", stack("1"));
    first = upstream.write("envs/prod/billing/compose.yaml", stack("1")).commit("begin");
    source = open("#main:envs/prod");
  }

  @AfterEach
  void close() {
    source.close();
    upstream.close();
  }

  private GitSource open(String fragment) {
    return open(fragment, Limits.USUAL);
  }

  private GitSource open(String fragment, Limits limits) {
    var address = (SourceAddress.Repository)
        SourceAddress.parse(upstream.url() + fragment).get();
    return GitSource.open(address, Access.open(), folder.resolve("cache"), PACE, limits, time)
        .get();
  }

  /** As after a restart: another process with the same cache. */
  private void reopen(String fragment, Limits limits) {
    source.close();
    source = open(fragment, limits);
    source.recall();
  }

  private String image(String stack) {
    return source.read().good().get(stack).services().get("app").spec().toString();
  }

  private String trouble() {
    return source.state().trouble().map(Trouble::message).orElse("");
  }

  private void away() throws IOException {
    Files.move(folder.resolve("infra"), folder.resolve("away"));
  }

  private void back() throws IOException {
    Files.move(folder.resolve("away"), folder.resolve("infra"));
  }

  @Test
  void readsTheStacksOfTheBranchAndTellsWhatItRead() {
    assertThat(source.read().good()).isEmpty();

    source.look();

    assertThat(source.read().good()).containsOnlyKeys("billing", "shop");
    var state = source.state();
    assertThat(state.at()).isEqualTo(upstream.url() + "#main:envs/prod@" + first.substring(0, 7));
    assertThat(state.commit().orElseThrow().id()).isEqualTo(first);
    assertThat(state.commit().orElseThrow().author()).isEqualTo("Ada");
    assertThat(state.commit().orElseThrow().subject()).isEqualTo("begin");
    assertThat(state.readAt()).contains(time.now());
    assertThat(state.trouble()).isEmpty();
  }

  @Test
  void nothingNewIsTheSameObject() {
    source.look();
    var before = source.read();
    source.look();
    assertThat(source.read()).isSameAs(before);
  }

  @Test
  void stackKeepsTheCommitThatBroughtIt() throws Exception {
    source.look();
    var second = upstream.write("envs/prod/shop/compose.yaml", stack("2")).commit("shop 2");
    source.look();
    assertThat(source.read().commits().get("shop").id()).isEqualTo(second);
    assertThat(source.read().commits().get("billing").id()).isEqualTo(first);
    assertThat(image("shop")).contains("acme/app:2");
  }

  @Test
  void ofManyCommitsOnlyTheNewestIsTaken() throws Exception {
    source.look();
    for (int i = 1; i <= 55; i++) upstream.commit("empty " + i);
    upstream.write("envs/prod/shop/compose.yaml", stack("60")).commit("shop 60");
    source.look();
    assertThat(image("shop")).contains("acme/app:60");
    assertThat(checkouts()).hasSize(1);
    assertThat(source.state().replaced()).isEmpty();
  }

  private String[] checkouts() throws IOException {
    try (var all = Files.walk(folder.resolve("cache"), 3)) {
      return all.filter(p -> p.getParent().endsWith("commits"))
          .map(p -> p.getFileName().toString())
          .toArray(String[]::new);
    }
  }

  @Test
  void whoeverWaitsForNewsIsToldOfCommitsAndOfTroubleOnceEach() throws Exception {
    var told = new AtomicInteger();
    source.onNews(told::incrementAndGet);
    source.look();
    source.look();
    assertThat(told).hasValue(1);
    upstream.write("envs/prod/shop/compose.yaml", stack("2")).commit("later");
    source.look();
    assertThat(told).hasValue(2);
    away();
    source.look();
    source.look();
    assertThat(told).hasValue(3);
  }

  @Nested
  class WhatTheAddressMeans {
    @Test
    void withoutRefTheHead() throws Exception {
      upstream.write("compose.yaml", stack("top")).commit("top");
      reopen("", Limits.USUAL);
      source.look();
      assertThat(source.read().good()).containsOnlyKeys("infra");
    }

    @Test
    void aTagWithAMessageOfItsOwn() throws Exception {
      upstream
          .git()
          .tag()
          .setName("v1.2")
          .setMessage("release")
          .setSigned(false)
          .call();
      upstream.write("envs/prod/shop/compose.yaml", stack("2")).commit("later");
      reopen("#v1.2:envs/prod", Limits.USUAL);
      source.look();
      source.look();
      assertThat(image("shop")).contains("acme/app:1");
      assertThat(trouble()).isEmpty();
    }

    @Test
    void aCommit() throws Exception {
      var config = upstream.repository().getConfig();
      config.setBoolean("uploadpack", null, "allowReachableSHA1InWant", true);
      config.save();
      upstream.write("envs/prod/shop/compose.yaml", stack("2")).commit("later");
      reopen("#" + first + ":envs/prod", Limits.USUAL);
      source.look();
      assertThat(image("shop")).contains("acme/app:1");
    }

    @Test
    void aBranchAndATagOfOneNameIsRefused() throws Exception {
      upstream.git().tag().setName("main").setSigned(false).call();
      source.look();
      assertThat(trouble()).contains("a branch and a tag 'main'; write #refs/heads/main");
      reopen("#refs/heads/main:envs/prod", Limits.USUAL);
      source.look();
      assertThat(trouble()).isEmpty();
    }

    @Test
    void noSuchRef() {
      reopen("#9f3c1e2", Limits.USUAL);
      source.look();
      assertThat(trouble())
          .isEqualTo("the repository has no branch or tag '9f3c1e2'; a commit is written with all"
              + " its digits");
    }
  }

  @Nested
  class WhateverComes {
    private String before;

    @BeforeEach
    void read() {
      source.look();
      before = source.state().at();
    }

    private void allIsAsBefore() {
      assertThat(source.read().good()).containsOnlyKeys("billing", "shop");
      assertThat(image("shop")).contains("acme/app:1");
      assertThat(source.state().at()).isEqualTo(before);
    }

    @Test
    void serverThatIsAwayIsAskedWithGrowingPausesUntilItIsBack() throws Exception {
      away();
      var began = time.now();
      var wait = source.look();
      time.turn(wait);
      var longer = source.look();
      assertThat(longer).isGreaterThan(wait);
      allIsAsBefore();
      assertThat(source.state().trouble().orElseThrow().since()).isEqualTo(began);

      back();
      assertThat(source.look()).isLessThan(Duration.ofSeconds(67));
      assertThat(trouble()).isEmpty();
    }

    @Test
    void refThatIsDeleted() throws Exception {
      upstream.git().checkout().setCreateBranch(true).setName("other").call();
      upstream.git().branchDelete().setBranchNames("main").setForce(true).call();
      source.look();
      allIsAsBefore();
      assertThat(trouble()).contains("has no branch or tag 'main'");
    }

    @Test
    void folderThatIsGone() throws Exception {
      upstream.remove("envs").commit("oops");
      source.look();
      allIsAsBefore();
      assertThat(trouble()).contains("has no folder envs/prod");
      assertThat(checkouts()).containsExactly(first);
    }

    @Test
    void folderThatIsEmptied() throws Exception {
      var oops = upstream.remove("envs").write("envs/prod/README", "soon").commit("oops");
      source.look();
      allIsAsBefore();
      assertThat(trouble())
          .startsWith("commit " + oops.substring(0, 7) + " is not taken: envs/prod:1:1: no stack");
      var since = source.state().trouble();

      time.turn(Duration.ofMinutes(1));
      source.look();
      assertThat(source.state().trouble()).isEqualTo(since);

      away();
      source.look();
      assertThat(trouble()).doesNotContain("no stack");
      back();
      source.look();
      assertThat(source.state().trouble()).isEqualTo(since);

      upstream.reset(first);
      source.look();
      assertThat(trouble()).isEmpty();
      allIsAsBefore();
    }

    @Test
    void brokenStackAmongOthers() throws Exception {
      upstream.write("envs/prod/shop/compose.yaml", BROKEN);
      var second = upstream.write("envs/prod/billing/compose.yaml", stack("2")).commit("half");
      source.look();
      assertThat(image("shop")).contains("acme/app:1");
      assertThat(image("billing")).contains("acme/app:2");
      assertThat(source.read().broken()).containsOnlyKeys("envs/prod/shop");
      assertThat(source.read().errors().getFirst().toString())
          .startsWith("envs/prod/shop/compose.yaml:1:");
      assertThat(source.read().commits().get("shop").id()).isEqualTo(first);
      assertThat(source.read().commits().get("billing").id()).isEqualTo(second);
      assertThat(trouble()).isEmpty();
    }

    @Test
    void rewrittenHistoryIsTakenUpAndTold() throws Exception {
      var second = upstream.write("envs/prod/shop/compose.yaml", stack("2")).commit("second");
      source.look();
      assertThat(source.state().replaced()).isEmpty();

      upstream.reset(first);
      upstream.write("envs/prod/shop/compose.yaml", stack("3")).commit("another second");
      source.look();

      assertThat(image("shop")).contains("acme/app:3");
      assertThat(source.state().replaced().orElseThrow().id()).isEqualTo(second);
    }

    @Test
    void rewriteOfALongHistoryIsToldAsWell() throws Exception {
      for (int i = 2; i <= 55; i++) upstream.commit("empty " + i);
      var last = upstream.commit("last");
      source.look();
      upstream.reset(last + "~1");
      upstream.commit("another last");
      upstream.commit("and one more");
      source.look();
      assertThat(source.state().replaced().orElseThrow().id()).isEqualTo(last);
    }

    @Test
    void goingBackIsToldAsWell() throws Exception {
      upstream.write("envs/prod/shop/compose.yaml", stack("2")).commit("second");
      source.look();
      upstream.reset(first);
      source.look();
      assertThat(image("shop")).contains("acme/app:1");
      assertThat(source.state().replaced()).isPresent();
    }

    @Test
    void severalCommitsAtOnceAreNoRewrite() throws Exception {
      for (int i = 2; i <= 5; i++) {
        upstream.write("envs/prod/shop/compose.yaml", stack("" + i)).commit("shop " + i);
      }
      source.look();
      assertThat(image("shop")).contains("acme/app:5");
      assertThat(source.state().replaced()).isEmpty();
    }
  }

  @Nested
  class AfterARestart {
    @Test
    void theLastCheckoutIsUsedThoughTheServerIsAway() throws Exception {
      source.look();
      away();
      reopen("#main:envs/prod", Limits.USUAL);
      assertThat(source.read().good()).containsOnlyKeys("billing", "shop");
      assertThat(source.state().commit().orElseThrow().subject()).isEqualTo("begin");
      source.look();
      assertThat(source.read().good()).containsOnlyKeys("billing", "shop");
    }

    @Test
    void brokenStackStillHasItsLastGoodVersion() throws Exception {
      source.look();
      upstream.write("envs/prod/shop/compose.yaml", BROKEN);
      upstream.write("envs/prod/billing/compose.yaml", stack("2")).commit("half");
      source.look();
      reopen("#main:envs/prod", Limits.USUAL);
      assertThat(image("shop")).contains("acme/app:1");
      assertThat(image("billing")).contains("acme/app:2");
    }

    @Test
    void whatAnotherBranchHadIsNotTaken() throws Exception {
      source.look();
      away();
      reopen("#stage:envs/prod", Limits.USUAL);
      assertThat(source.read().good()).isEmpty();
    }

    @Test
    void damagedCheckoutIsFetchedAnew() throws Exception {
      source.look();
      try (var files = Files.walk(folder.resolve("cache"))) {
        var file =
            files.filter(p -> p.endsWith("shop/compose.yaml")).findFirst().orElseThrow();
        Files.writeString(file, "");
      }
      reopen("#main:envs/prod", Limits.USUAL);
      assertThat(source.read().good()).isEmpty();
      source.look();
      assertThat(source.read().good()).containsOnlyKeys("billing", "shop");
    }

    @Test
    void brokenStoreOfObjectsIsMadeAnew() throws Exception {
      source.look();
      try (var files = Files.walk(folder.resolve("cache"))) {
        for (var pack : files.filter(p -> p.toString().endsWith(".pack")).toList()) {
          Files.writeString(pack, "rubbish");
        }
      }
      upstream.write("envs/prod/shop/compose.yaml", stack("2")).commit("second");
      reopen("#main:envs/prod", Limits.USUAL);
      source.look();
      source.look();
      assertThat(image("shop")).contains("acme/app:2");
    }

    @Test
    void twoControllersDoNotShareACache() {
      var address = (SourceAddress.Repository)
          SourceAddress.parse(upstream.url() + "#main:envs/prod").get();
      var second =
          GitSource.open(address, Access.open(), folder.resolve("cache"), PACE, Limits.USUAL, time);
      assertThat(second.getLeft()).contains("another controller uses").contains("--source-cache");
    }
  }

  @Nested
  class ItsThread {
    @Test
    void looksAtOnceAndAgainWhenHinted() throws Exception {
      source.start();
      await().until(() -> source.read().good().size() == 2);
      upstream.write("envs/prod/shop/compose.yaml", stack("2")).commit("second");
      for (int i = 0; i < 1000; i++) source.hint();
      await().until(() -> image("shop").contains("acme/app:2"));
    }

    @Test
    void endsWhenClosed() {
      source.start();
      source.close();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(t -> t.getName().equals("git-source") && t.isAlive());
    }
  }

  /** Time that stands still until it is turned. */
  private static final class TurnedTime implements Clock {
    private Duration passed = Duration.ZERO;

    void turn(Duration by) {
      passed = passed.plus(by);
    }

    @Override
    public Instant now() {
      return Instant.parse("2026-11-22T03:00:00Z").plus(passed);
    }

    @Override
    public long nanos() {
      return passed.toNanos();
    }
  }
}
