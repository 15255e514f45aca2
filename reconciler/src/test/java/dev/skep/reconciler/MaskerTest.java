package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Tree;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What secrets hold is hidden, by who has them and by who has only their hashes. */
class MaskerTest {
  private static final String PASSWORD = "p@ss-w0rd!/+x";

  private static final String KEY = """
      -----BEGIN PRIVATE KEY-----
      MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
      MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu
      k7Tq
      -----END PRIVATE KEY-----
      """;

  private static Masker knowing(String... contents) {
    return Masker.of(Stream.of(contents).map(ShopStack::secret).toList());
  }

  private static HashMasker knowingHashes(String... contents) {
    return new HashMasker(
        Stream.of(contents).map(c -> ShopStack.secret(c).hash()).toList());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Both kinds, so that they are held to the same. */
  private static List<UnaryOperator<String>> both(String content) {
    return List.of(
        line -> knowing(content).lines(List.of(line)).getFirst(),
        line -> knowingHashes(content).lines(List.of(line)).getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "password is %s",
        "connecting to postgres://app:%s@db:5432/shop",
        "{\"user\":\"app\",\"password\":\"%s\",\"tries\":3}",
        "PGPASSWORD='%s' psql",
        "2026-11-22T03:04:10Z DEBUG [main] c.a.Config - secret=%s;",
        "both %s and %s"
      })
  void isHiddenWhereverItStands(String line) {
    for (var content : List.of(PASSWORD, PASSWORD + "\n", "tr0ub4dor", "correct horse battery")) {
      var value = content.strip();
      for (var masked : both(content)) {
        assertThat(masked.apply(line.replace("%s", value)))
            .isEqualTo(line.replace("%s", Masker.MASK));
      }
    }
  }

  @Test
  void isHiddenInBase64() {
    for (var masked : both(PASSWORD)) {
      assertThat(masked.apply("Data: " + base64(PASSWORD))).isEqualTo("Data: ********");
      assertThat(masked.apply("Data: " + base64(PASSWORD + "\n"))).isEqualTo("Data: ********");
      var url = Base64.getUrlEncoder().withoutPadding();
      var bytes = PASSWORD.getBytes(StandardCharsets.UTF_8);
      assertThat(masked.apply("Data: " + url.encodeToString(bytes))).isEqualTo("Data: ********");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "app:", "a:", "ab:"})
  void isHiddenInTheBase64OfMore(String before) {
    var text = "Authorization: Basic " + base64(before + PASSWORD + ":9");
    var line = knowing(PASSWORD).line(text);
    assertThat(line).contains(Masker.MASK);
    assertThat(line.length()).isLessThan(text.length() - PASSWORD.length() + 8);
    // By its hash it is found where it begins a word.
    if (before.isEmpty() || before.endsWith(":")) {
      assertThat(knowingHashes(PASSWORD).lines(List.of(text)))
          .containsExactly("Authorization: Basic ********");
    }
  }

  @Test
  void isHiddenInAUrl() {
    var url = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
    for (var masked : both(PASSWORD)) {
      for (var form : List.of(url, url.replace("%2F", "%2f").replace("%2B", "%2b"))) {
        assertThat(masked.apply("GET /login?p=" + form + "&q=1"))
            .isEqualTo("GET /login?p=********&q=1");
      }
    }
  }

  @Test
  void shortValuesHideNothing() {
    for (var masked : both("abc")) {
      assertThat(masked.apply("abc of abcdef")).isEqualTo("abc of abcdef");
    }
    for (var masked : both("abcd")) {
      assertThat(masked.apply("the abcd of it")).isEqualTo("the ******** of it");
    }
  }

  @Test
  void aSecretOfSeveralLinesIsHiddenLineByLine() {
    var log = new ArrayList<>(List.of("the key is"));
    KEY.lines().forEach(log::add);
    log.add("and that was it");
    var hidden = new ArrayList<>(List.of("the key is"));
    KEY.lines().forEach(l -> hidden.add(Masker.MASK));
    hidden.add("and that was it");
    assertThat(knowing(KEY).lines(log)).isEqualTo(hidden);
    assertThat(knowingHashes(KEY).lines(log)).isEqualTo(hidden);
    assertThat(knowingHashes(KEY.strip()).lines(log)).isEqualTo(hidden);
  }

  @Test
  void aSecretOfSeveralLinesIsHiddenInBase64() {
    for (var masked : both(KEY)) {
      assertThat(masked.apply("tls.key: " + base64(KEY))).isEqualTo("tls.key: ********");
    }
    var broken = Base64.getMimeEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));
    assertThat(knowing(KEY).lines(broken.lines().toList())).containsOnly(Masker.MASK);
  }

  @Test
  void whatIsNoSecretStays() {
    var line = "Applying orders.0042_currency... OK, 3 rows; see https://acme.io/a?b=c%20d";
    for (var masked : both(PASSWORD)) assertThat(masked.apply(line)).isEqualTo(line);
    var config = new DesiredPayload(
        Kind.CONFIG, "c", "c", false, Map.of(), Tree.Obj.EMPTY, "orders".getBytes());
    assertThat(Masker.of(List.of(config)).line(line)).isEqualTo(line);
  }

  @Test
  void theBeginningOfASecretAtACutIsHidden() {
    assertThat(knowing(PASSWORD).line("and so on " + PASSWORD.substring(0, 6) + "…"))
        .isEqualTo("and so on ********…");
    assertThat(knowingHashes(PASSWORD).lines(List.of("step 3 of 4…")))
        .containsExactly("step 3 of 4…");
    var line = "x".repeat(1_995) + " " + PASSWORD;
    assertThat(knowingHashes(PASSWORD).lines(List.of(line)).getFirst())
        .isEqualTo("x".repeat(1_995) + "…");
  }

  @Test
  void aLongOneAtTheEndOfItsLineIsFoundAmongManyWords() {
    var json = new StringBuilder("{");
    for (int i = 0; i < 100; i++)
      json.append("\"k").append(i).append("\":").append(i).append(',');
    var content = json.append("\"z\":0}").toString();
    assertThat(knowingHashes(content).lines(List.of("config=" + content)))
        .containsExactly("config=********");
  }

  @Nested
  class TenThousandLines {
    private final Random random = new Random(7);

    private List<String> log() {
      var out = new ArrayList<String>();
      for (int i = 0; i < 10_000; i++) {
        out.add("2026-11-22T03:%02d:%02d.%03dZ INFO  [worker-%d] shop.orders.Importer: row %d of"
                .formatted(i / 60 % 60, i % 60, i % 1000, i % 8, i)
            + " file /data/in/orders-%08x.csv imported in %d ms, %d warnings (user=app, db=shop)"
                .formatted(random.nextInt(), random.nextInt(900), random.nextInt(5)));
      }
      out.set(5_000, out.get(5_000) + " " + PASSWORD);
      return out;
    }

    /** Processor time: unlike the clock's it is our own on a busy machine. */
    private static Duration cost(Runnable work) {
      var threads = ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadCpuTime();
      work.run();
      return Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
    }

    @Test
    void takeAFewSecondsByHashAndLessByValue() {
      var log = log();
      var byHash = new ArrayList<String>();
      var byValue = new ArrayList<String>();
      assertThat(cost(() -> byHash.addAll(knowingHashes(PASSWORD, KEY).lines(log))))
          .isLessThan(Duration.ofSeconds(12));
      assertThat(cost(() -> byValue.addAll(knowing(PASSWORD, KEY).lines(log))))
          .isLessThan(Duration.ofSeconds(3));
      assertThat(byHash.equals(byValue)).as("both find the same").isTrue();
      assertThat(byHash.get(5_000)).endsWith(" " + Masker.MASK);
    }
  }
}
