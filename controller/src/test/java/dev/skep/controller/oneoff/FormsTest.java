package dev.skep.controller.oneoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
  @Nested
  class Mounts {
    @Test
    void optionsOfAVolumeMayBeQuotedAsInCsv() {
      var mount =
          MountForm.parse("source=v,dst=/v,\"volume-opt=o=addr=host,vers=4\"").get();
      assertThat(mount.strings("VolumeOptions", "DriverConfig", "Options"))
          .isEqualTo(Map.of("o", "addr=host,vers=4"));
      assertThat(mount.text("Type")).contains("volume");
    }

    @Test
    void aTmpfsHasASizeAndAMode() {
      assertThat(MountForm.parse("type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=1777")
              .get()
              .object("TmpfsOptions"))
          .isEqualTo(Tree.parse("{\"Mode\":1023,\"SizeBytes\":1048576}"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/a=/b",
          "type=bind,target=/b",
          "type=bind,source=a,target=/b",
          "type=image,target=/b",
          "source=v",
          "source=v,target=b",
          "type=tmpfs,source=v,target=/b",
          "type=tmpfs,target=/b,tmpfs-size=big",
          "type=bind,source=/a,target=/b,volume-nocopy"
        })
    void whatNoEngineCouldMountIsRefused(String text) {
      assertThat(MountForm.parse(text).isLeft()).isTrue();
    }
  }

  @Nested
  class Variables {
    private final EnvForm form = new EnvForm(Map.of("HOME", "/root"));

    @Test
    void aKeyAloneTakesTheCallersOrNothing() {
      assertThat(form.entry("HOME").get()).isEqualTo(Optional.of("HOME=/root"));
      assertThat(form.entry("NONE").get()).isEmpty();
      assertThat(form.entry("A=").get()).isEqualTo(Optional.of("A="));
    }

    @Test
    void aFileIsReadVerbatimButForItsComments() {
      assertThat(form.file("\uFEFF# c\n\nA=\"x y\"\r\n  HOME\nNONE\n").get())
          .isEqualTo(List.of("A=\"x y\"", "HOME=/root"));
    }

    @Test
    void allBadLinesAreToldByTheirNumbers() {
      assertThat(form.file("A=1\nB C=2\n=3\n").getLeft())
          .hasSize(2)
          .first()
          .asString()
          .startsWith("line 2: ");
    }
  }
}
