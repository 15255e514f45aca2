package dev.skep.reconciler;

import dev.skep.model.KnownPayloads;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Hides secrets in a log for who has no secret at hand, only the hashes that Skep puts on them. What
 * a secret holds is found where it stands between two borders of words, alone, in base 64 or encoded
 * for a URL; with blanks in it, where it stands like a phrase, up to so many words; of several
 * lines, where these are printed as they are. Not thread-safe.
 *
 * <p>Every piece that is looked at costs hashes, so the work is bounded: long lines are cut, and
 * where a line has very many borders only the shorter pieces are looked at.
 */
final class HashMasker {
  /** In characters; in bytes, of which a character has up to four, for who reads logs. */
  private static final int LONGEST = 2_000;

  private static final int PIECES = 4_000;
  private static final int PHRASE = 8;
  private static final int MOST_LINES = 64;

  /** Before a phrase, and after one. */
  private static final String OPENING = "\"'`=:([{<";

  private static final String CLOSING = "\"'`,;:)]}>@&";

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{6,}={0,2}");
  private static final Pattern URL = Pattern.compile("[A-Za-z0-9._~*+-]*%[A-Za-z0-9._~*+%-]*");

  /** Where something without blanks stands. */
  private record Word(int from, int to) {

    /** Where letters and digits begin or end, or anything else does; both ends are among them. */
    int[] borders(byte[] bytes) {
      return IntStream.rangeClosed(from, to)
          .filter(i -> i == from || i == to || !letter(bytes[i]) || !letter(bytes[i - 1]))
          .toArray();
    }

    /** What is not ASCII is taken for a letter: a character is never cut. */
    private static boolean letter(byte b) {
      return b < 0 || b == '_' || Character.isLetterOrDigit(b);
    }

    /** Its own, and behind what opens a phrase. */
    int[] starts(byte[] bytes) {
      int open = to;
      while (open > from && OPENING.indexOf(bytes[open - 1]) < 0) open--;
      return open == from ? new int[] {from} : new int[] {from, open};
    }

    /** Its own, and before what closes a phrase. */
    int[] ends(byte[] bytes) {
      int close = from;
      while (close < to && CLOSING.indexOf(bytes[close]) < 0) close++;
      return close == to ? new int[] {to} : new int[] {close, to};
    }
  }

  /** Pieces that were looked at before, by a hash of 64 bits; a log repeats itself. */
  private final long[] innocent = new long[1 << 17];

  private final KnownPayloads payloads;

  /**
   * @param hashes of what is to be hidden
   */
  HashMasker(Collection<String> hashes) {
    this.payloads = new KnownPayloads(hashes);
  }

  List<String> lines(List<String> lines) {
    if (payloads.none()) return lines;
    var cut = lines.stream().map(HashMasker::cut).toList();
    var whole = wholeLines(cut);
    var out = new ArrayList<String>(cut.size());
    for (int i = 0; i < cut.size(); i++) {
      out.add(whole.get(i) ? Masker.MASK : line(cut.get(i)));
    }
    return out;
  }

  /** Back to a blank, so that no half of a secret is left at the end. */
  private static String cut(String line) {
    boolean cutBefore = line.endsWith(Masker.CUT) && line.length() >= LONGEST / 4;
    if (line.length() <= LONGEST && !cutBefore) return line;
    var text = line.substring(0, Math.min(LONGEST, line.length()));
    int blank = text.lastIndexOf(' ');
    return (blank > 0 ? text.substring(0, blank) : "") + Masker.CUT;
  }

  private String line(String text) {
    var encoded = encoded(encoded(text, BASE64), URL);
    var bytes = encoded.getBytes(StandardCharsets.UTF_8);
    var hidden = pieces(bytes);
    return hidden.isEmpty() ? encoded : without(bytes, hidden);
  }

  private String encoded(String text, Pattern pattern) {
    return pattern
        .matcher(text)
        .replaceAll(found -> decoded(found.group(), pattern)
            .filter(bytes -> payloads.has(bytes) || !pieces(bytes).isEmpty())
            .map(bytes -> Masker.MASK)
            .orElse("$0"));
  }

  private static Optional<byte[]> decoded(String text, Pattern pattern) {
    try {
      if (pattern == URL) {
        var plain = URLDecoder.decode(text, StandardCharsets.UTF_8);
        return Optional.of(plain.getBytes(StandardCharsets.UTF_8));
      }
      var standard = text.replace('-', '+').replace('_', '/');
      return Optional.of(Base64.getDecoder().decode(standard));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Which bytes belong to a secret. */
  private BitSet pieces(byte[] bytes) {
    var hidden = new BitSet();
    var words = words(bytes);
    for (int i = 0; i < words.size(); i++) {
      partsOf(bytes, words.get(i), hidden);
      phrases(bytes, words.subList(i, words.size()), hidden);
    }
    return hidden;
  }

  /** What stands between blanks. */
  private static List<Word> words(byte[] bytes) {
    var out = new ArrayList<Word>();
    int from = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i < bytes.length && bytes[i] != ' ' && bytes[i] != '\t') continue;
      if (i > from) out.add(new Word(from, i));
      from = i + 1;
    }
    return out;
  }

  private void partsOf(byte[] bytes, Word word, BitSet hidden) {
    var borders = word.borders(bytes);
    int most = Math.max(1, PIECES / borders.length);
    for (int i = 0; i < borders.length; i++) {
      for (int j = i + 1; j < borders.length && j - i <= most; j++) {
        look(bytes, borders[i], borders[j], hidden);
      }
      // Something long, such as a line of JSON, is likely to end where its line does.
      look(bytes, borders[i], word.to(), hidden);
    }
  }

  /** Those that begin in the first of these words. */
  private void phrases(byte[] bytes, List<Word> words, BitSet hidden) {
    for (int from : words.getFirst().starts(bytes)) {
      for (var last : words.subList(0, Math.min(words.size(), PHRASE))) {
        for (int to : last.ends(bytes)) look(bytes, from, to, hidden);
      }
      look(bytes, from, words.getLast().to(), hidden);
    }
  }

  private void look(byte[] bytes, int from, int to, BitSet hidden) {
    if (to - from < Masker.SHORTEST) return;
    long hash = 1;
    for (int i = from; i < to; i++) hash = (hash ^ bytes[i]) * 0x9e3779b97f4a7c15L + (hash >>> 29);
    int slot = (int) (hash >>> 40) & innocent.length - 1;
    if (innocent[slot] == hash) return;
    if (payloads.has(bytes, from, to)) hidden.set(from, to);
    else innocent[slot] = hash;
  }

  private static String without(byte[] bytes, BitSet hidden) {
    var out = new StringBuilder();
    for (int i = 0; i < bytes.length; ) {
      int next = hidden.get(i) ? hidden.nextClearBit(i) : hidden.nextSetBit(i);
      int to = next < 0 ? bytes.length : Math.min(next, bytes.length);
      out.append(
          hidden.get(i) ? Masker.MASK : new String(bytes, i, to - i, StandardCharsets.UTF_8));
      i = to;
    }
    return out.toString();
  }

  /** Lines that one after the other are a secret. */
  private BitSet wholeLines(List<String> lines) {
    var text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    var ends = new int[lines.size()];
    int end = -1;
    for (int i = 0; i < ends.length; i++) {
      end += 1 + lines.get(i).getBytes(StandardCharsets.UTF_8).length;
      ends[i] = end;
    }
    var hidden = new BitSet();
    for (int i = 0; i + 1 < ends.length; i++) {
      int last = Math.min(ends.length, i + MOST_LINES);
      int found = payloads.end(text, i == 0 ? 0 : ends[i - 1] + 1, ends, i, last);
      if (found > i) hidden.set(i, found + 1);
    }
    return hidden;
  }
}
