package dev.skep.e2e;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All that a stack has on the engine; what differs from run to run is masked. */
record EndState(String text) {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
  private static final Pattern EPOCH = Pattern.compile("\"dev.skep.epoch\":\"\\d+\"");

  /** Ids of the engine and hashes of ours; no word of a compose file is as long. */
  private static final Pattern ID = Pattern.compile("(?<![a-z0-9])[a-z0-9]{12,}(?![a-z0-9])");

  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-#");

  static EndState of(TestStack stack) {
    var script = TestStack.resource("end-state.sh").replace("${STACK}", stack.name());
    return new EndState(stack.engine().lines(script).stream()
        .map(line -> mask(line.replace(stack.name(), "STACK")))
        .sorted()
        .collect(Collectors.joining("\n")));
  }

  private static String mask(String line) {
    var masked = TIME.matcher(line).replaceAll("TIME");
    masked = EPOCH.matcher(masked).replaceAll("EPOCH");
    masked = ID.matcher(masked).replaceAll("#");
    return UUID.matcher(masked).replaceAll("#");
  }
}
