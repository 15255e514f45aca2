package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.StackPolicy;
import dev.skep.model.Tree;
import dev.skep.reconciler.News.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceTest {
  private static final String OWNER = "team";
  private static final String RUN = "abcdefghijklmnopqrstuvwxyz";

  private final Audience audience = new Audience(OWNER);
  private final Map<String, DesiredStack> stacks = Map.of(
      "shop", stack("shop", Set.of()),
      "shop_two", stack("shop_two", Set.of()),
      "Loud", stack("Loud", Set.of()),
      "after", stack("after", Set.of("shop")));

  private static DesiredStack stack(String name, Set<String> dependsOn) {
    var job = new DesiredService(
        "migrate",
        Tree.Obj.EMPTY.with("Name", Tree.of(name + "_migrate")),
        Map.of(),
        Optional.of(ShopStack.POLICY));
    var policy = new StackPolicy(dependsOn, false, true, 50, true, List.of());
    return new DesiredStack(name, "first", Map.of("migrate", job), Map.of(), List.of(), policy);
  }

  private Optional<Set<String>> of(Kind kind, String name) {
    return audience.of(new News(kind, name), stacks);
  }

  @Test
  void ofAServiceAreTheStacksThatItMayBelongTo() {
    assertThat(of(Kind.SERVICE, "shop_web")).contains(Set.of("shop"));
    assertThat(of(Kind.SERVICE, "shop_two_web")).contains(Set.of("shop", "shop_two"));
    assertThat(of(Kind.SERVICE, "Loud_web")).contains(Set.of("Loud"));
  }

  @Test
  void ofAServiceThatIsNoStacksIsEverybody() {
    assertThat(of(Kind.SERVICE, "shop")).isEmpty();
    assertThat(of(Kind.SERVICE, "other_web")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "shop,migrate",
    "Loud,Migrate",
    "x2345678901234567890123456789012345678901234567890,migrate",
    "a,b"
  })
  void ofAnAttemptIsItsStackWhateverThatIsCalled(String stack, String job) {
    var run = new JobRecord.Run(RUN, "key", 1, "", Map.of());
    var record = new JobRecord(stack, job, "i", run, 1, Optional.empty(), 1, List.of());
    assertThat(Names.mayBeService(stack, Names.attemptService(record))).isTrue();
    assertThat(Names.mayBeService(stack, stack + "_" + job)).isTrue();
    assertThat(Names.mayBeService("another", stack + "_" + job)).isFalse();
  }

  @Test
  void ofAStacksRecordsAreTheStackAndThoseThatWaitForIt() {
    for (var name : List.of(
        Names.stackRecord(OWNER, "shop"),
        Names.stackOrdersRecord(OWNER, "shop"),
        Names.jobRecord(OWNER, "shop", "migrate"),
        Names.ordersRecord(OWNER, "shop", "migrate"))) {
      assertThat(of(Kind.CONFIG, name)).as(name).contains(Set.of("shop", "after"));
    }
    assertThat(of(Kind.CONFIG, Names.stackRecord(OWNER, "after"))).contains(Set.of("after"));
  }

  @Test
  void ofAnAttemptsEndIsTheStackOfAnAttemptThatWasSeen() {
    var name = Names.attemptRecord(OWNER, RUN, 3);
    assertThat(of(Kind.CONFIG, name)).isEmpty();
    var swarm = new FakeSwarm();
    var made = swarm.createService(Tree.Obj.EMPTY
        .with("Name", Tree.of("shop_migrate-" + RUN + "-3"))
        .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("shop:1"))
        .with(
            "Labels",
            Tree.strings(Map.of(
                Labels.OWNER, OWNER,
                Labels.KIND, "attempt",
                Labels.STACK, "shop_two",
                Labels.RUN, RUN,
                Labels.ATTEMPT, "3"))));
    assertThat(made.isRight()).as("%s", made).isTrue();
    audience.looked(new Observer(swarm, new Records(swarm, OWNER), OWNER, new FakeClock(swarm))
        .observe(stacks.values(), Map.of())
        .get());
    assertThat(of(Kind.CONFIG, name)).contains(Set.of("shop_two"));
    assertThat(of(Kind.CONFIG, Names.attemptRecord(OWNER, RUN, 4))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"skep-lease-team-a", "skep-log-a-1", "skep-receipt-a", "skep-revision-a"})
  void ofWhatOnlyPeopleReadIsNobody(String name) {
    assertThat(of(Kind.CONFIG, name)).contains(Set.of());
    assertThat(of(Kind.SERVICE, name)).isEmpty();
  }

  @Test
  void ofAllElseIsEverybody() {
    assertThat(of(Kind.CONFIG, "shop_settings")).isEmpty();
    assertThat(of(Kind.CONFIG, Names.stackRecord("others", "shop"))).isEmpty();
    assertThat(audience.of(News.OF_ANYTHING, stacks)).isEmpty();
  }
}
