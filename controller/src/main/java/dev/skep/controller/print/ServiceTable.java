package dev.skep.controller.print;

import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.ServiceRow;
import java.util.List;

/** {@code skep get services}. */
public final class ServiceTable {
  private ServiceTable() {}

  public static Table of(List<StackStatus> stacks) {
    var table = new Table("STACK", "SERVICE", "TASKS", "IMAGE", "CHANGE", "MESSAGE").keys(2);
    for (var stack : stacks) {
      for (var service : stack.services()) {
        table
            .row(stack.stack(), service.name())
            .cell(tasks(service), service.healthy() ? Colour.GREEN : Colour.YELLOW)
            .cell(Words.image(service.image()))
            .cell(service.change())
            .cell(message(service));
      }
    }
    return table;
  }

  static String tasks(ServiceRow service) {
    return service.running() + "/" + service.desired();
  }

  static String message(ServiceRow service) {
    var waits = service.waitsFor().map(w -> "waits for " + Words.waitsFor(w)).orElse("");
    if (service.message().isEmpty()) return waits;
    return waits.isEmpty() ? service.message() : waits + "; " + service.message();
  }
}
