package dev.skep.e2e;

import java.util.List;

/**
 * Everything that was made for a stack, each with its id and version, whoever made it, and the tasks
 * that should run: two that are equal say that nobody has touched anything between.
 */
record Made(List<String> things) {
  static Made of(KeptStack stack) {
    return of(stack.on().engine(), stack.on().name());
  }

  static Made of(Engine engine, String stack) {
    return new Made(engine.lines(TestStack.resource("made.sh").replace("${STACK}", stack)));
  }
}
