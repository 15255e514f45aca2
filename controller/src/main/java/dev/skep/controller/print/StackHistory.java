package dev.skep.controller.print;

import dev.skep.model.Receipt;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code skep history stack}: the receipts of a stack, newest first. */
public final class StackHistory {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private StackHistory() {}

  /** Empty when there are none. */
  public static String text(List<Receipt> receipts, Terminal terminal) {
    var table = new Table("REV", "AT", "REVISION", "RESULT", "WHAT CHANGED AND WHY");
    boolean newest = true;
    for (var receipt : receipts) {
      var what = what(receipt);
      table
          .row(
              receipt.repair() ? "-" : Integer.toString(receipt.number()),
              at(receipt.at()),
              receipt.revision().map(Words::revision).orElse("-"))
          .cell(result(receipt, newest), colour(receipt, newest))
          .cell(what.getFirst());
      what.stream().skip(1).forEach(line -> table.row("", "", "", "", line));
      newest &= receipt.repair();
    }
    return table.empty() ? "" : table.text(terminal);
  }

  /** First the commit, where there is one. */
  private static List<String> what(Receipt receipt) {
    var out = new ArrayList<String>();
    if (!receipt.origin().isEmpty()) out.add(receipt.origin());
    out.addAll(receipt.what().isEmpty() ? List.of("nothing") : receipt.what());
    return out;
  }

  private static String at(Instant time) {
    return MINUTE.format(time);
  }

  private static String result(Receipt receipt, boolean newest) {
    if (receipt.repair()) return "Repaired";
    if (receipt.inPlace().isPresent()) return "Ready";
    return newest ? "under way" : "not in place";
  }

  private static Colour colour(Receipt receipt, boolean newest) {
    if (receipt.repair()) return Colour.YELLOW;
    if (receipt.inPlace().isPresent()) return Colour.GREEN;
    return newest ? Colour.YELLOW : Colour.RED;
  }
}
