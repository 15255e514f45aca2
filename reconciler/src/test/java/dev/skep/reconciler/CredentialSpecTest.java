package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredStack;
import dev.skep.model.Tree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Windows account that is read from a config: by its id, and anew with new content. */
class CredentialSpecTest {
  private final PassFixture shop = new PassFixture();

  /** As the manifests have it: the name stands twice, and is no id yet. */
  private void use(String content) {
    var runtime =
        new Tree.Obj(Map.of("ConfigName", Tree.of("shop_account"), "Runtime", Tree.Obj.EMPTY));
    var stack = ShopStack.setting(
        shop.desired,
        "app",
        List.of("TaskTemplate", "ContainerSpec", "Configs"),
        new Tree.Arr(List.of(runtime)));
    stack = ShopStack.setting(
        stack,
        "app",
        List.of("TaskTemplate", "ContainerSpec", "Privileges", "CredentialSpec", "Config"),
        Tree.of("shop_account"));
    var account = ShopStack.payload(DesiredPayload.Kind.CONFIG, "account", content);
    shop.desired = new DesiredStack(
        "shop", stack.revision() + "'", stack.services(), stack.networks(), List.of(account));
  }

  private Tree.Obj container() {
    return shop.service("shop_app").spec().object("TaskTemplate", "ContainerSpec");
  }

  private String account() {
    return container().text("Privileges", "CredentialSpec", "Config").orElseThrow();
  }

  private Tree.Obj reference() {
    return (Tree.Obj) container().array("Configs").getFirst();
  }

  @Test
  void namesTheConfigByTheIdThatTheReferenceHas() {
    use("one");
    assertThat(shop.settle().ready()).isTrue();
    assertThat(account()).isNotEqualTo("shop_account");
    assertThat(reference().text("ConfigID")).contains(account());
    assertThat(reference().text("ConfigName")).contains("shop_account");
    assertThat(reference().at("Runtime")).contains(Tree.Obj.EMPTY);
  }

  @Test
  void staysAsItIsWhileTheContentStays() {
    use("one");
    shop.settle();
    long version = shop.service("shop_app").version();
    assertThat(shop.settle().ready()).isTrue();
    assertThat(shop.service("shop_app").version()).isEqualTo(version);
  }

  @Test
  void followsNewContent() {
    use("one");
    shop.settle();
    var before = account();
    use("two");
    assertThat(shop.settle().ready()).isTrue();
    assertThat(reference().text("ConfigName")).contains("shop_account-1");
    assertThat(account()).isNotEqualTo(before);
    assertThat(reference().text("ConfigID")).contains(account());
  }
}
