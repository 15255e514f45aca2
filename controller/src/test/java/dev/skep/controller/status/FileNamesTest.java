package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  @Test
  void anOrdinaryNameStays() {
    assertThat(FileNames.stack("shop-2.eu")).isEqualTo("shop-2.eu.yaml");
    assertThat(FileNames.job("shop", "migrate-pg")).isEqualTo("shop_migrate-pg.yaml");
  }

  @Test
  void noNameLeavesTheFolderOrMeetsAnother() {
    var names = List.of("../etc", "..", ".", "", ".hidden", "a/b", "a\\b", "a b", "a\0b", "é", "è");
    var files = new HashSet<String>();
    for (var name : names) files.add(FileNames.stack(name));
    files.add(FileNames.stack("x".repeat(300)));
    files.add(FileNames.stack("x".repeat(301)));
    assertThat(files).hasSize(names.size() + 2).allMatch(f -> f.matches("[\\w-][\\w-]*\\.yaml"));
    assertThat(files).allMatch(f -> f.length() < 200);
  }
}
